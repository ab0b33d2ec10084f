package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * Clear Configuration Request, AC to WTP; RFC 5415 section 8.8.
 *
 * @param elements in the order of the wire
 */
public record ClearConfigurationRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 23;

  public ClearConfigurationRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ClearConfigurationRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
