package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.MessageElement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Control messages, RFC 5415 section 4.5.1: Message Type 32 bits, Sequence Number 8, Message
 * Element Length 16, Flags 8 (written 0, ignored), message elements. The CAPWAP header before them
 * is the business of {@link CapwapPacket}.
 *
 * <p><b>Message Element Length.</b> Section 4.5.1.3 counts "the number of bytes following the
 * Sequence Number field": the length field itself, the flags and the elements, three bytes more
 * than the field's name promises. OpenCAPWAP and AC-Tube count this way. Whoever goes by the name
 * counts the elements alone. The two readings never collide, for a datagram or a DTLS record says
 * how long it is: a message is read if the bytes after the control header are as many as the field
 * says, or three fewer. Anything else is malformed, for then the message was cut or something was
 * appended. We write what the RFC's text says.
 */
public final class ControlMessageCodec {
  /** Length of the control header. */
  public static final int HEADER_BYTES = 8;

  /** Most message elements in one message; the longest lists in the field have a few dozen. */
  public static final int ELEMENTS_MAX = 1024;

  /** What the RFC counts besides the elements: the length field and the flags. */
  private static final int COUNTED_BEFORE_ELEMENTS = 3;

  private ControlMessageCodec() {}

  /**
   * Writes a message.
   *
   * @param sequence 0 to 255
   */
  public static Octets encode(int sequence, ControlMessage message) {
    Bounds.u8("Sequence Number", sequence);
    WireWriter out = new WireWriter("control message", CapwapPacket.BYTES_MAX);
    out.u32(message.type()).u8(sequence);
    int lengthAt = out.position();
    out.u16(0).u8(0);
    message.elements().forEach(element -> ElementCodec.write(element, out));
    out.patchU16(lengthAt, out.position() - lengthAt);
    return Octets.wrap(out.toArray());
  }

  /** Reads what remains in the buffer; the bytes are copied once. */
  public static Parsed<Decoded> decode(ByteBuffer message) {
    return decode(Octets.copyOf(message));
  }

  /** Reads a message; the elements' data share its array. */
  public static Parsed<Decoded> decode(Octets message) {
    return Parsed.of(
        () -> {
          WireReader in = new WireReader(message);
          int type = (int) in.u32("Message Type");
          int sequence = in.u8("Sequence Number");
          int length = in.u16("Message Element Length");
          in.skip("Flags", 1);
          int carried = in.remaining();
          if (length != carried + COUNTED_BEFORE_ELEMENTS && length != carried) {
            throw new MalformedException(
                5,
                ("Message Element Length " + length)
                    + (": the message carries " + carried + " bytes of elements")
                    + (", so " + (carried + COUNTED_BEFORE_ELEMENTS) + " by the RFC's count"));
          }
          return new Decoded(sequence, ControlMessage.of(type, readElements(in)));
        });
  }

  private static List<MessageElement> readElements(WireReader in) throws MalformedException {
    List<MessageElement> elements = new ArrayList<>();
    while (in.remaining() > 0) {
      if (elements.size() == ELEMENTS_MAX) {
        throw in.malformed("more than " + ELEMENTS_MAX + " message elements");
      }
      elements.add(ElementCodec.read(in));
    }
    return elements;
  }
}
