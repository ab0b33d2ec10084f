package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.RadioOperationalState;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import java.util.List;
import java.util.Optional;

/**
 * Change State Event Request, WTP to AC; RFC 5415 section 8.6.
 *
 * @param elements in the order of the wire
 */
public record ChangeStateEventRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 11;

  public ChangeStateEventRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ChangeStateEventRequest(MessageElement... elements) {
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

  /** All ReturnedMessageElement elements, in order. */
  public List<ReturnedMessageElement> returnedElements() {
    return all(ReturnedMessageElement.class);
  }
}
