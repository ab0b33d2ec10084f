package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.SessionId;

/**
 * The data channel keep-alive, RFC 5415 section 4.4.1: a CAPWAP header with the K flag, Message
 * Element Length 16 bits, and the Session ID element. The AC answers with the same packet.
 *
 * <p>The length counts "the bytes following the CAPWAP Header", its own two among them; as in
 * {@link ControlMessageCodec}, a count of the elements alone is read too and never written.
 *
 * @param sessionId binds the data channel to the control channel
 */
public record DataChannelKeepAlive(SessionId sessionId) {
  private static final int LENGTH_FIELD_BYTES = 2;

  /** The whole packet. */
  public CapwapPacket toPacket() {
    Octets element = ElementCodec.encode(sessionId);
    WireWriter out = new WireWriter("keep-alive", CapwapPacket.BYTES_MAX);
    out.u16(LENGTH_FIELD_BYTES + element.length()).octets(element);
    return new CapwapPacket(CapwapHeader.dataKeepAlive(), Octets.wrap(out.toArray()));
  }

  /** Reads a packet of the data channel; offsets count from the end of the CAPWAP header. */
  public static Parsed<DataChannelKeepAlive> decode(CapwapPacket packet) {
    return Parsed.of(() -> read(packet));
  }

  private static DataChannelKeepAlive read(CapwapPacket packet) throws MalformedException {
    if (!packet.header().keepAlive()) {
      throw new MalformedException(0, "the K flag is not set: a data packet, not a keep-alive");
    }
    WireReader in = new WireReader(packet.payload());
    int length = in.u16("Message Element Length");
    int carried = in.remaining();
    if (length != carried + LENGTH_FIELD_BYTES && length != carried) {
      throw new MalformedException(
          0, "Message Element Length " + length + ": the packet carries " + carried + " bytes");
    }
    while (in.remaining() > 0) {
      MessageElement element = ElementCodec.read(in);
      if (element instanceof SessionId sessionId) {
        return new DataChannelKeepAlive(sessionId);
      }
    }
    throw in.malformed("a keep-alive without Session ID");
  }
}
