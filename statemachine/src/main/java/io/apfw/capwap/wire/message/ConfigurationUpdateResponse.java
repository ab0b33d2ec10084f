package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.RadioOperationalState;
import io.apfw.capwap.wire.element.ResultCode;
import java.util.List;
import java.util.Optional;

/**
 * Configuration Update Response, WTP to AC; RFC 5415 section 8.5.
 *
 * @param elements in the order of the wire
 */
public record ConfigurationUpdateResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 8;

  public ConfigurationUpdateResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ConfigurationUpdateResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first ResultCode element. */
  public Optional<ResultCode> resultCode() {
    return first(ResultCode.class);
  }

  /** All RadioOperationalState elements, in order. */
  public List<RadioOperationalState> radioOperationalStates() {
    return all(RadioOperationalState.class);
  }
}
