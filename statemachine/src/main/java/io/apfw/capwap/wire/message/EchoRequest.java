package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * Echo Request, WTP to AC; RFC 5415 section 7.1.
 *
 * @param elements in the order of the wire
 */
public record EchoRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 13;

  public EchoRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public EchoRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
