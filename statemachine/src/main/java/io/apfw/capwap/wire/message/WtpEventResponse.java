package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * WTP Event Response, AC to WTP; RFC 5415 section 9.5.
 *
 * @param elements in the order of the wire
 */
public record WtpEventResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 10;

  public WtpEventResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public WtpEventResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
