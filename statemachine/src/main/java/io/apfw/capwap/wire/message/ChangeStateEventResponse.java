package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * Change State Event Response, AC to WTP; RFC 5415 section 8.7.
 *
 * @param elements in the order of the wire
 */
public record ChangeStateEventResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 12;

  public ChangeStateEventResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ChangeStateEventResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
