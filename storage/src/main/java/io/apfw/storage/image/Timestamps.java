package io.apfw.storage.image;

import io.apfw.storage.trust.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * Time-stamps (RFC 3161) for image signatures: a request to an authority, its reply put into the
 * signature as the unsigned attribute id-aa-timeStampToken (RFC 3161, appendix A).
 */
public final class Timestamps {
  /** The policy that a local authority names; an id of nobody's, for it has none. */
  private static final ASN1ObjectIdentifier LOCAL_POLICY = new ASN1ObjectIdentifier("1.2.3.4.1");

  private Timestamps() {}

  /**
   * A request (TimeStampReq, DER) that asks an authority to stamp a signature and to send its
   * certificate along.
   *
   * @param signature CMS SignedData with one signer
   */
  public static byte[] request(byte[] signature) throws IOException {
    return ask(signer(signature)).getEncoded();
  }

  /**
   * The signature with the token of an authority's reply.
   *
   * @param reply TimeStampResp, DER, as a file {@code .tsr} holds it
   * @throws IOException when it is a refusal, or a token for something else
   */
  public static byte[] withReply(byte[] signature, byte[] reply) throws IOException {
    try {
      TimeStampResponse response = new TimeStampResponse(reply);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        throw new IOException(
            "the authority granted no time-stamp: status "
                + response.getStatus()
                + " "
                + response.getStatusString());
      }
      return with(signature, token);
    } catch (TSPException | RuntimeException e) {
      throw new IOException("not a reply of a time-stamp authority: " + e.getMessage(), e);
    }
  }

  /**
   * The signature with a token of our own.
   *
   * @param key the authority's key
   * @param chain the authority's certificate for time-stamping, then intermediates
   * @param at the time to name
   */
  public static byte[] withLocal(
      byte[] signature, PrivateKey key, List<X509Certificate> chain, Instant at)
      throws IOException {
    try {
      DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
      String algorithm =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> "Ed25519";
          };
      TimeStampTokenGenerator generator =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder().build(algorithm, key, chain.get(0)),
              digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              LOCAL_POLICY);
      generator.addCertificates(new JcaCertStore(chain));
      return with(
          signature,
          generator.generate(
              ask(signer(signature)), new BigInteger(63, new SecureRandom()), Date.from(at)));
    } catch (TSPException
        | OperatorCreationException
        | CertificateEncodingException
        | RuntimeException e) {
      throw new IOException(
          "cannot stamp as " + chain.get(0).getSubjectX500Principal() + ": " + e.getMessage(), e);
    }
  }

  private static TimeStampRequest ask(SignerInformation signer) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(TSPAlgorithms.SHA256, Sha256.digest().digest(signer.getSignature()));
  }

  private static byte[] with(byte[] signature, TimeStampToken token) throws IOException {
    SignerInformation signer = signer(signature);
    byte[] imprint = token.getTimeStampInfo().getMessageImprintDigest();
    boolean sha256 =
        token.getTimeStampInfo().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256);
    if (!sha256 || !Arrays.equals(imprint, Sha256.digest().digest(signer.getSignature()))) {
      throw new IOException("the time-stamp is of something else than this image's signature");
    }
    Attribute attribute =
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
            new DERSet(ASN1Primitive.fromByteArray(token.getEncoded())));
    SignerInformation stamped =
        SignerInformation.replaceUnsignedAttributes(
            signer, new AttributeTable(new DERSet(attribute)));
    return CMSSignedData.replaceSigners(parse(signature), new SignerInformationStore(stamped))
        .getEncoded("DER");
  }

  private static SignerInformation signer(byte[] signature) throws IOException {
    List<SignerInformation> signers = List.copyOf(parse(signature).getSignerInfos().getSigners());
    if (signers.size() != 1) {
      throw new IOException("the signature has " + signers.size() + " signers, needed is 1");
    }
    return signers.get(0);
  }

  private static CMSSignedData parse(byte[] signature) throws IOException {
    if (signature.length == 0) {
      throw new IOException("the image is not signed: sign it before it is time-stamped");
    }
    try {
      return new CMSSignedData(signature);
    } catch (CMSException e) {
      throw new IOException("the signature cannot be read: " + e.getMessage(), e);
    }
  }
}
