package io.apfw.link.dtls;

/**
 * Makes a HelloVerifyRequest one that Bouncy Castle takes whole.
 *
 * <p>Its version field says DTLS 1.0 at many ACs whatever they speak afterwards (RFC 6347 section
 * 4.2.1 asks for it), and then Bouncy Castle holds its cookie to the 32 bytes of DTLS 1.0 (RFC 4347
 * section 4.2.1), where field ACs send up to 255. The message is no part of the handshake's hash,
 * so that its version may be put right.
 *
 * <p>Record header (13): type 22, version, epoch 0, sequence, length; handshake header (12): type
 * 3, length (3), message_seq (2), fragment_offset (3), fragment_length (3); then server_version
 * (2), cookie length (1), cookie.
 */
final class HelloVerify {
  private static final int TYPE_HANDSHAKE = 22;
  private static final int HELLO_VERIFY_REQUEST = 3;
  private static final int VERSION_AT = RecordFilter.HEADER_BYTES + 12;

  private HelloVerify() {}

  /** Changes a datagram that begins with a HelloVerifyRequest, in place; leaves any other alone. */
  static void modernise(byte[] datagram, int offset, int length) {
    if (length > VERSION_AT + 2
        && datagram[offset] == TYPE_HANDSHAKE
        && datagram[offset + 3] == 0
        && datagram[offset + 4] == 0
        && datagram[offset + RecordFilter.HEADER_BYTES] == HELLO_VERIFY_REQUEST) {
      datagram[offset + VERSION_AT] = (byte) 0xfe;
      datagram[offset + VERSION_AT + 1] = (byte) 0xfd;
    }
  }
}
