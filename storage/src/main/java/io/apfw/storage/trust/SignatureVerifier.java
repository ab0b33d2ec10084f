package io.apfw.storage.trust;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;

/** CMS SignedData (RFC 5652), detached, DER, over the manifest, by exactly one signer. */
final class SignatureVerifier {
  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  /** With rsaEncryption the digest stands apart; with the others it is part of the name. */
  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          PKCSObjectIdentifiers.rsaEncryption,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption,
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          EdECObjectIdentifiers.id_Ed25519);

  private final ChainVerifier chains;

  SignatureVerifier(TrustStore trust) {
    this.chains = new ChainVerifier(trust, NoUsagePolicy.REFUSE);
  }

  /**
   * The one trusted signer.
   *
   * @param provenTime when the latest certificate of its chain begins
   */
  record Signer(String subject, Instant provenTime) {}

  Signer verify(byte[] manifest, byte[] signature, TimeReading now) throws ImageRefusedException {
    CMSSignedData signed = parse(manifest, signature);
    Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
    if (signers.size() != 1) {
      throw new ImageRefusedException(
          ImageFault.SIGNER_COUNT, "it has " + signers.size() + " signers");
    }
    if (!signed.isDetachedSignature()) {
      throw malformed("it carries content of its own; it must be detached");
    }
    SignerInformation signer = signers.iterator().next();
    List<X509Certificate> chain = chain(signed, signer);
    checkSignature(signer, chain.get(0));
    ChainVerdict verdict = chains.verify(chain, ExtendedUsage.CODE_SIGNING, now.at());
    if (verdict instanceof ChainVerdict.Refused refused) {
      throw new ImageRefusedException(
          faultOf(refused.fault()), refused.detail() + (refused.ofTime() ? now.words() : ""));
    }
    return new Signer(
        chain.get(0).getSubjectX500Principal().getName(),
        ((ChainVerdict.Trusted) verdict).beginning());
  }

  private static ImageFault faultOf(ChainVerdict.ChainFault fault) {
    return switch (fault) {
      case MALFORMED -> ImageFault.SIGNATURE_MALFORMED;
      case UNTRUSTED -> ImageFault.SIGNER_UNTRUSTED;
      case EXPIRED -> ImageFault.SIGNER_EXPIRED;
      case NOT_YET_VALID -> ImageFault.SIGNER_NOT_YET_VALID;
      case USAGE -> ImageFault.SIGNER_USAGE;
    };
  }

  private static CMSSignedData parse(byte[] manifest, byte[] signature)
      throws ImageRefusedException {
    if (signature.length == 0) {
      throw malformed("the image is not signed");
    }
    if (signature.length > ImageHead.SIGNATURE_BYTES_MAX) {
      throw malformed(signature.length + " bytes, allowed are " + ImageHead.SIGNATURE_BYTES_MAX);
    }
    try {
      // fromByteArray, not the stream constructor: that one ignores what follows the structure.
      ContentInfo content = ContentInfo.getInstance(ASN1Primitive.fromByteArray(signature));
      return new CMSSignedData(new CMSProcessableByteArray(manifest), content);
    } catch (IOException | CMSException | RuntimeException e) {
      throw malformed("not CMS SignedData: " + e.getMessage());
    }
  }

  /** The signer's certificate first, then all others that the signature carries. */
  @SuppressWarnings("unchecked") // the store's Selector is raw in Bouncy Castle
  private static List<X509Certificate> chain(CMSSignedData signed, SignerInformation signer)
      throws ImageRefusedException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
      Collection<X509CertificateHolder> own = signed.getCertificates().getMatches(signer.getSID());
      for (X509CertificateHolder holder : own) {
        chain.add(converter.getCertificate(holder));
      }
      if (chain.size() != 1) {
        throw malformed("it carries " + chain.size() + " certificates of its signer, needed is 1");
      }
      for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
        X509Certificate certificate = converter.getCertificate(holder);
        if (!chain.contains(certificate)) {
          chain.add(certificate);
        }
      }
      return chain;
    } catch (CertificateException | RuntimeException e) {
      throw malformed("a certificate in it cannot be read: " + e.getMessage());
    }
  }

  private static void checkSignature(SignerInformation signer, X509Certificate certificate)
      throws ImageRefusedException {
    checkAlgorithms(signer);
    JcaSimpleSignerInfoVerifierBuilder builder = new JcaSimpleSignerInfoVerifierBuilder();
    if (signatureOf(signer).getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      // The JDK has PSS under a name that the builder does not know.
      builder.setProvider(new BouncyCastleProvider());
    }
    try {
      // By the key, not the certificate: validity is judged by the chain, at an instant we choose.
      if (!signer.verify(builder.build(certificate.getPublicKey()))) {
        throw bad("signed by " + certificate.getSubjectX500Principal());
      }
    } catch (CMSException | OperatorCreationException | RuntimeException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private static void checkAlgorithms(SignerInformation signer) throws ImageRefusedException {
    AlgorithmIdentifier signature = signatureOf(signer);
    if (!SIGNATURES.contains(signature.getAlgorithm())) {
      throw malformed("signature algorithm " + signature.getAlgorithm() + " is not allowed");
    }
    checkDigest(signer.getDigestAlgorithmID().getAlgorithm());
    if (signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      RSASSAPSSparams pss;
      try {
        pss = RSASSAPSSparams.getInstance(signature.getParameters());
      } catch (RuntimeException e) {
        throw malformed("PSS parameters: " + e.getMessage());
      }
      if (pss == null) {
        throw malformed("PSS without parameters means SHA-1, which is not allowed");
      }
      checkDigest(pss.getHashAlgorithm().getAlgorithm());
    }
  }

  private static void checkDigest(ASN1ObjectIdentifier digest) throws ImageRefusedException {
    if (!DIGESTS.containsKey(digest)) {
      throw malformed("digest " + digest + ", allowed are " + DIGESTS.values());
    }
  }

  private static AlgorithmIdentifier signatureOf(SignerInformation signer) {
    return signer.toASN1Structure().getDigestEncryptionAlgorithm();
  }

  private static ImageRefusedException malformed(String detail) {
    return new ImageRefusedException(ImageFault.SIGNATURE_MALFORMED, detail);
  }

  private static ImageRefusedException bad(String detail) {
    return new ImageRefusedException(ImageFault.SIGNATURE_BAD, detail);
  }
}
