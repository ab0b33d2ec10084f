package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Returned Message Element, RFC 5415 section 4.6.36: reason 8 bits, length 8, then the offending
 * message element with its type and length.
 *
 * @param reason {@link #UNKNOWN_ELEMENT} to {@link #UNSUPPORTED_VALUE}
 * @param element the element's bytes; no more than 255 fit, so a longer one is cut short
 */
public record ReturnedMessageElement(int reason, Octets element) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 34;

  /** The longest part of an element that can be returned. */
  public static final int ELEMENT_BYTES_MAX = 255;

  /** Unknown message element. */
  public static final int UNKNOWN_ELEMENT = 1;

  /** Unsupported message element. */
  public static final int UNSUPPORTED_ELEMENT = 2;

  /** Unknown message element value. */
  public static final int UNKNOWN_VALUE = 3;

  /** Unsupported message element value. */
  public static final int UNSUPPORTED_VALUE = 4;

  static final ElementCodec<ReturnedMessageElement> CODEC =
      new ElementCodec<>(TYPE, ReturnedMessageElement.class) {
        @Override
        protected ReturnedMessageElement readBody(WireReader body) throws MalformedException {
          int reason = body.u8("Reason");
          return new ReturnedMessageElement(
              reason, body.octets("Message Element", body.u8("Length")));
        }

        @Override
        protected void writeBody(ReturnedMessageElement element, WireWriter out) {
          out.u8(element.reason()).u8(element.element().length()).octets(element.element());
        }
      };

  public ReturnedMessageElement {
    Bounds.u8("Reason", reason);
    Bounds.length("Message Element", element.length(), 4, ELEMENT_BYTES_MAX);
  }

  /** Returns {@code offending}, as much of it as fits. */
  public static ReturnedMessageElement of(int reason, MessageElement offending) {
    Octets bytes = ElementCodec.encode(offending);
    return new ReturnedMessageElement(
        reason, bytes.slice(0, Math.min(bytes.length(), ELEMENT_BYTES_MAX)));
  }

  @Override
  public ElementCodec<ReturnedMessageElement> codec() {
    return CODEC;
  }
}
