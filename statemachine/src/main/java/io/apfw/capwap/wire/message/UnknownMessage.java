package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * A message of a type that neither RFC 5415 nor RFC 5416 defines, such as a vendor's.
 *
 * @param type enterprise number * 256 + message number, 32 bits
 * @param elements in the order of the wire
 */
public record UnknownMessage(int type, List<MessageElement> elements) implements ControlMessage {
  public UnknownMessage {
    elements = List.copyOf(elements);
  }
}
