package io.apfw.link.dtls;

import org.bouncycastle.tls.CipherType;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.MACAlgorithm;
import org.bouncycastle.tls.TlsUtils;

/**
 * What an encrypted record of one session looks like from outside: its version, and the lengths
 * that its cipher suite gives it.
 *
 * @param version of the protocol, as in a record's header
 * @param bytesMin of the record's body, everything behind the 13-byte header
 * @param blockBytes 1, or the cipher's block size, of which the body less {@code trailerBytes} is a
 *     multiple
 * @param trailerBytes what follows the blocks: the MAC under encrypt-then-MAC, else 0
 */
record RecordShape(int version, int bytesMin, int blockBytes, int trailerBytes) {
  private static final int AES_BLOCK_BYTES = 16;
  private static final int AEAD_TAG_BYTES = 16;
  private static final int AEAD_EXPLICIT_NONCE_BYTES = 8;

  /**
   * @param version as in a record's header: 0xfeff for DTLS 1.0, 0xfefd for 1.2
   * @param cipherSuite one of those {@link WtpTlsClient} offers: AES GCM, ChaCha20 or AES CBC
   * @param encryptThenMac whether RFC 7366 was negotiated; only matters for CBC
   */
  static RecordShape of(int version, int cipherSuite, boolean encryptThenMac) {
    int encryption = TlsUtils.getEncryptionAlgorithm(cipherSuite);
    if (TlsUtils.getCipherType(cipherSuite) == CipherType.aead) {
      int nonceBytes =
          encryption == EncryptionAlgorithm.CHACHA20_POLY1305 ? 0 : AEAD_EXPLICIT_NONCE_BYTES;
      return new RecordShape(version, nonceBytes + AEAD_TAG_BYTES, 1, 0);
    }
    int macBytes = macBytes(TlsUtils.getMACAlgorithm(cipherSuite));
    if (encryptThenMac) {
      return new RecordShape(version, 2 * AES_BLOCK_BYTES + macBytes, AES_BLOCK_BYTES, macBytes);
    }
    int contentBytes = roundUp(macBytes + 1, AES_BLOCK_BYTES);
    return new RecordShape(version, AES_BLOCK_BYTES + contentBytes, AES_BLOCK_BYTES, 0);
  }

  boolean fits(int bodyBytes) {
    return bodyBytes >= bytesMin && (bodyBytes - trailerBytes) % blockBytes == 0;
  }

  private static int roundUp(int bytes, int unit) {
    return (bytes + unit - 1) / unit * unit;
  }

  private static int macBytes(int macAlgorithm) {
    return switch (macAlgorithm) {
      case MACAlgorithm.hmac_sha1 -> 20;
      case MACAlgorithm.hmac_sha256 -> 32;
      case MACAlgorithm.hmac_sha384 -> 48;
      default -> throw new IllegalArgumentException("MAC " + MACAlgorithm.getText(macAlgorithm));
    };
  }
}
