package io.apfw.storage.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** Certificates and private keys in PEM files; every complaint names the file. */
public final class Pem {
  /** By the algorithm's object identifier: RFC 8017, RFC 5480, RFC 8410. */
  private static final Map<String, String> KEY_ALGORITHMS =
      Map.of("1.2.840.113549.1.1.1", "RSA", "1.2.840.10045.2.1", "EC", "1.3.101.112", "Ed25519");

  private static final int PEM_BYTES_MAX = 1024 * 1024;

  private Pem() {}

  /**
   * All certificates of a file, in its order.
   *
   * @throws IOException when it cannot be read or holds no certificate
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object object : objects(file)) {
      if (object instanceof X509CertificateHolder holder) {
        try {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        } catch (CertificateException e) {
          throw new IOException(file + " holds a certificate that cannot be read: " + e, e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no PEM certificate (BEGIN CERTIFICATE)");
    }
    return List.copyOf(certificates);
  }

  /**
   * The private key of a file: PKCS#8 without a password, or the older forms for RSA and EC.
   *
   * @throws IOException when it cannot be read or holds no such key
   */
  public static PrivateKey privateKey(Path file) throws IOException {
    for (Object object : objects(file)) {
      if (object instanceof PrivateKeyInfo info) {
        return key(file, info);
      }
      if (object instanceof PEMKeyPair pair) {
        return key(file, pair.getPrivateKeyInfo());
      }
    }
    throw new IOException(file + " holds no private key without a password (BEGIN PRIVATE KEY)");
  }

  /** A key of the JDK's own, which its signatures and Bouncy Castle's TLS both take. */
  private static PrivateKey key(Path file, PrivateKeyInfo info) throws IOException {
    String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    String algorithm = KEY_ALGORITHMS.get(oid);
    if (algorithm == null) {
      throw new IOException(file + " holds a key of algorithm " + oid + ": use RSA, EC or Ed25519");
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds a broken " + algorithm + " key: " + e.getMessage(), e);
    }
  }

  private static List<Object> objects(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(PEM_BYTES_MAX + 1);
    }
    if (bytes.length > PEM_BYTES_MAX) {
      throw new IOException(file + " has more than " + PEM_BYTES_MAX + " bytes");
    }
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser =
        new PEMParser(new StringReader(new String(bytes, StandardCharsets.US_ASCII)))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " is not PEM: " + e.getMessage(), e);
    }
    return objects;
  }
}
