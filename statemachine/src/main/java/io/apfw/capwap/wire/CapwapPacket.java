package io.apfw.capwap.wire;

import java.nio.ByteBuffer;

/**
 * One clear-text CAPWAP packet: what one datagram carries, or what DTLS carried in one record.
 *
 * @param header the CAPWAP header
 * @param payload a control message, a keep-alive, a frame, or one fragment of these
 */
public record CapwapPacket(CapwapHeader header, Octets payload) {
  /** No UDP payload is longer. */
  public static final int BYTES_MAX = 65_535;

  /**
   * Reads a packet. The payload is copied, so that the buffer may be used again at once; this is
   * the only copy on the way to a decoded message.
   */
  public static Parsed<CapwapPacket> decode(ByteBuffer packet) {
    return decode(Octets.copyOf(packet));
  }

  /** Reads a packet; the payload shares the array of {@code packet}. */
  public static Parsed<CapwapPacket> decode(Octets packet) {
    return Parsed.of(
        () -> {
          WireReader in = new WireReader(packet);
          CapwapHeader header = CapwapHeader.read(in);
          return new CapwapPacket(header, in.rest("payload"));
        });
  }

  /** The packet's bytes, from the preamble on. */
  public byte[] encode() {
    WireWriter out = new WireWriter("CAPWAP packet", BYTES_MAX);
    header.write(out);
    return out.octets(payload).toArray();
  }
}
