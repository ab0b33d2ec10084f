package io.apfw.agent.cloud;

import io.apfw.cloud.CloudProof;
import io.apfw.cloud.ProofText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Our proof, for the capture has only its places.
 *
 * <pre>
 * X-Challenge-Hash   lower-case hexadecimal digest of {@link ProofText#text}
 * body               the AP's certificate and its issuers, PEM, and behind them a PEM block
 *                    "APFW PROOF": the signature over the same text
 * </pre>
 *
 * <p>The capture's body is 2542 bytes long, of which the AP info takes 38: as much as a certificate
 * chain and a signature need. The signature is SHA256withECDSA, SHA256withRSA or Ed25519 with the
 * certificate's key, with the digest's SHA instead of 256 where another is configured. Lines are 64
 * characters and CRLF, as those of the AP info.
 *
 * <p>Without a certificate the hash alone goes out. That proves nothing to a cloud but that the
 * same client makes both requests: it has to know the AP by its serial number.
 */
public final class SigningProver implements Prover {
  private static final int LINE_CHARS = 64;
  private static final byte[] CRLF = {'\r', '\n'};

  /**
   * What the AP signs with.
   *
   * @param key an EC, RSA or Ed25519 key that belongs to the first certificate
   * @param chain the AP's certificate, then its issuers
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    /** No key in a log line. */
    @Override
    public String toString() {
      return "Identity[" + chain.get(0).getSubjectX500Principal() + ']';
    }
  }

  private final String hash;
  private final Optional<Identity> identity;

  /**
   * Makes a prover.
   *
   * @param hash the JDK's name of the digest: {@code SHA-256}, {@code SHA-384} or {@code SHA-512}
   */
  public SigningProver(String hash, Optional<Identity> identity) {
    this.hash = hash;
    this.identity = identity;
  }

  @Override
  public CloudProof prove(ProofText text) throws GeneralSecurityException {
    byte[] bytes = text.text().getBytes(StandardCharsets.US_ASCII);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes));
    return new CloudProof(digest, identity.isPresent() ? signed(identity.get(), bytes) : "");
  }

  private String signed(Identity own, byte[] bytes) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(own.key()));
    signature.initSign(own.key());
    signature.update(bytes);
    StringBuilder body = new StringBuilder();
    for (X509Certificate certificate : own.chain()) {
      append(body, "CERTIFICATE", certificate.getEncoded());
    }
    append(body, "APFW PROOF", signature.sign());
    return body.toString();
  }

  private String algorithm(PrivateKey key) {
    String sha = hash.replace("-", "");
    return switch (key.getAlgorithm()) {
      case "EC" -> sha + "withECDSA";
      case "RSA" -> sha + "withRSA";
      default -> key.getAlgorithm();
    };
  }

  private static void append(StringBuilder body, String label, byte[] der) {
    body.append("-----BEGIN ").append(label).append("-----\r\n");
    body.append(Base64.getMimeEncoder(LINE_CHARS, CRLF).encodeToString(der));
    body.append("\r\n-----END ").append(label).append("-----\r\n");
  }
}
