package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * Station Configuration Request, AC to WTP; RFC 5415 section 10.1.
 *
 * @param elements in the order of the wire
 */
public record StationConfigurationRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 25;

  public StationConfigurationRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public StationConfigurationRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
