package io.apfw.link.dtls;

import io.apfw.storage.trust.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What the WTP shows to the AC.
 *
 * @param key an EC or RSA key that belongs to the first certificate
 * @param chain the WTP's certificate first, then its issuers; the root may be left out
 */
public record DtlsIdentity(PrivateKey key, List<X509Certificate> chain) implements DtlsCredentials {
  public DtlsIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a DTLS identity needs the WTP's certificate");
    }
    if (!usable(key)) {
      throw new IllegalArgumentException("key algorithm " + key.getAlgorithm() + ": EC or RSA");
    }
  }

  /**
   * Reads an identity from PEM files.
   *
   * @throws IOException if a file cannot be read or does not hold what it should, or if the key is
   *     another certificate's
   */
  public static DtlsIdentity load(Path certificates, Path privateKey) throws IOException {
    List<X509Certificate> chain = Pem.certificates(certificates);
    PrivateKey key = Pem.privateKey(privateKey);
    if (!usable(key)) {
      throw new IOException(privateKey + ": key algorithm " + key.getAlgorithm() + ": EC or RSA");
    }
    if (!belongs(key, chain.get(0).getPublicKey())) {
      throw new IOException(
          privateKey + " is not the key of the first certificate in " + certificates);
    }
    return new DtlsIdentity(key, chain);
  }

  private static boolean usable(PrivateKey key) {
    return key.getAlgorithm().equals("EC") || key.getAlgorithm().equals("RSA");
  }

  /** To sign, with all cold, is a tenth of a start; most files say which public key is theirs. */
  private static boolean belongs(PrivateKey key, PublicKey publicKey) throws IOException {
    return names(key, publicKey) || signsFor(key, publicKey);
  }

  private static boolean names(PrivateKey key, PublicKey publicKey) {
    if (key instanceof RSAPrivateKey rsa) {
      return publicKey instanceof RSAPublicKey its && its.getModulus().equals(rsa.getModulus());
    }
    try {
      ASN1BitString point =
          ECPrivateKey.getInstance(PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey())
              .getPublicKey();
      return point != null
          && Arrays.equals(
              point.getOctets(),
              SubjectPublicKeyInfo.getInstance(publicKey.getEncoded())
                  .getPublicKeyData()
                  .getOctets());
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean signsFor(PrivateKey key, PublicKey publicKey) throws IOException {
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(probe);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java has no " + algorithm, e);
    }
  }

  /** No key in a log line. */
  @Override
  public String toString() {
    return "DtlsIdentity[" + chain.get(0).getSubjectX500Principal() + ']';
  }
}
