package io.apfw.capwap.wire;

import java.nio.ByteBuffer;

/**
 * What the first byte of a datagram says about the rest, RFC 5415 section 4.1: version in the high
 * 4 bits, always 0; payload type in the low 4 bits.
 */
public enum Preamble {
  /** Type 0: a {@link CapwapHeader} begins at this byte. */
  CAPWAP(0),
  /** Type 1: this byte and 3 reserved bytes, then DTLS records (section 4.2). */
  DTLS(1);

  /** Length of the CAPWAP DTLS header, preamble included. */
  public static final int DTLS_HEADER_BYTES = 4;

  private final int octet;

  Preamble(int octet) {
    this.octet = octet;
  }

  /** Reads the preamble of a whole datagram, whose position stays where it is. */
  public static Parsed<Preamble> of(ByteBuffer datagram) {
    return Parsed.of(
        () -> {
          if (!datagram.hasRemaining()) {
            throw new MalformedException(0, "an empty datagram has no CAPWAP preamble");
          }
          return parse(datagram.get(datagram.position()) & 0xff);
        });
  }

  /** Puts the 4-byte CAPWAP DTLS header: preamble type 1, 24 reserved bits of 0. */
  public static void putDtlsHeader(ByteBuffer out) {
    out.put((byte) DTLS.octet).put((byte) 0).put((byte) 0).put((byte) 0);
  }

  int octet() {
    return octet;
  }

  static Preamble parse(int octet) throws MalformedException {
    int version = octet >>> 4;
    int type = octet & 0x0f;
    if (version != 0) {
      throw new MalformedException(0, "CAPWAP preamble version " + version + ": only 0 is known");
    }
    return switch (type) {
      case 0 -> CAPWAP;
      case 1 -> DTLS;
      default ->
          throw new MalformedException(
              0, "CAPWAP preamble type " + type + ": 0 (CAPWAP) or 1 (DTLS)");
    };
  }
}
