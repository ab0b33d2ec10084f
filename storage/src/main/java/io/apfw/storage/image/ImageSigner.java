package io.apfw.storage.image;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Signs manifests: CMS SignedData, detached, DER, with signed attributes and the signer's chain.
 *
 * @param key the signer's private key: RSA, EC or Ed25519
 * @param chain the signer's certificate first, then intermediates
 */
public record ImageSigner(PrivateKey key, List<X509Certificate> chain) {
  /** Keeps its own copy of the chain. */
  public ImageSigner {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a signer needs a certificate");
    }
    chain = List.copyOf(chain);
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
        generator.addSignerInfoGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build(signer.algorithm(), signer.key, signer.chain.get(0)));
        generator.addCertificates(new JcaCertStore(signer.chain));
      }
      return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded("DER");
    } catch (CMSException | OperatorCreationException | CertificateEncodingException e) {
      throw new IOException(
          "cannot sign as " + signers.get(0).chain.get(0).getSubjectX500Principal() + ": " + e, e);
    }
  }

  private String algorithm() {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "Ed25519", "EdDSA" -> "Ed25519";
      default ->
          throw new IllegalArgumentException(
              "cannot sign with a key for " + key.getAlgorithm() + ": use RSA, EC or Ed25519");
    };
  }
}
