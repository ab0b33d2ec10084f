package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import java.util.List;
import java.util.Optional;

/**
 * Clear Configuration Response, WTP to AC; RFC 5415 section 8.9.
 *
 * @param elements in the order of the wire
 */
public record ClearConfigurationResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 24;

  public ClearConfigurationResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ClearConfigurationResponse(MessageElement... elements) {
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
}
