package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * Echo Response, AC to WTP; RFC 5415 section 7.2.
 *
 * @param elements in the order of the wire
 */
public record EchoResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 14;

  public EchoResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public EchoResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
