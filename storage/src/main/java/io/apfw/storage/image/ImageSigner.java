package io.apfw.storage.image;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.jcajce.JcaCRLStore;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs manifests: CMS SignedData, detached, DER, with signed attributes and the signer's chain.
 *
 * @param key the signer's private key: RSA, EC or Ed25519; it may stay inside a token
 * @param chain the signer's certificate first, then intermediates
 * @param scheme how it signs
 * @param crls revocation lists to send along
 * @param token the provider of a key that stays inside a token
 */
public record ImageSigner(
    PrivateKey key,
    List<X509Certificate> chain,
    Scheme scheme,
    List<X509CRL> crls,
    Optional<Provider> token) {
  /** A digest; Ed25519 takes none but its own, SHA-512. */
  public enum Digest {
    SHA256,
    SHA384,
    SHA512
  }

  /**
   * How to sign.
   *
   * @param pss whether an RSA key signs with PSS rather than PKCS #1 1.5
   */
  public record Scheme(Digest digest, boolean pss) {
    /** SHA-256, and PKCS #1 1.5 with an RSA key. */
    public static final Scheme USUAL = new Scheme(Digest.SHA256, false);
  }

  /** Keeps its own copies. */
  public ImageSigner {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a signer needs a certificate");
    }
    chain = List.copyOf(chain);
    crls = List.copyOf(crls);
  }

  /** A key of its own that signs as usual. */
  public ImageSigner(PrivateKey key, List<X509Certificate> chain) {
    this(key, chain, Scheme.USUAL, List.of(), Optional.empty());
  }

  /**
   * Signs.
   *
   * @throws IOException when key and certificate do not go together
   */
  public byte[] sign(byte[] manifest) throws IOException {
    return sign(manifest, List.of(this));
  }

  /** Signs with several signers, as only a test of the verifier would. */
  static byte[] sign(byte[] manifest, List<ImageSigner> signers) throws IOException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      for (ImageSigner signer : signers) {
        generator.addSignerInfoGenerator(signer.generator());
        generator.addCertificates(new JcaCertStore(signer.chain));
        if (!signer.crls.isEmpty()) {
          generator.addCRLs(new JcaCRLStore(signer.crls));
        }
      }
      return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded("DER");
    } catch (CMSException
        | OperatorCreationException
        | CertificateEncodingException
        | CRLException e) {
      throw new IOException(
          "cannot sign as " + signers.get(0).chain.get(0).getSubjectX500Principal() + ": " + e, e);
    }
  }

  private SignerInfoGenerator generator()
      throws OperatorCreationException, CertificateEncodingException {
    JcaContentSignerBuilder content = new JcaContentSignerBuilder(algorithm());
    if (token.isPresent()) {
      content.setProvider(token.get());
    } else if (scheme.pss()) {
      content.setProvider(new BouncyCastleProvider());
    }
    return new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
        .build(content.build(key), new JcaX509CertificateHolder(chain.get(0)));
  }

  private String algorithm() {
    return switch (key.getAlgorithm()) {
      case "RSA" -> scheme.digest() + "withRSA" + (scheme.pss() ? "andMGF1" : "");
      case "EC", "ECDSA" -> scheme.digest() + "withECDSA";
      case "Ed25519", "EdDSA" -> "Ed25519";
      default ->
          throw new IllegalArgumentException(
              "cannot sign with a key for " + key.getAlgorithm() + ": use RSA, EC or Ed25519");
    };
  }
}
