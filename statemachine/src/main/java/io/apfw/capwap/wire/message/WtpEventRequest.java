package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import java.util.List;
import java.util.Optional;

/**
 * WTP Event Request, WTP to AC; RFC 5415 section 9.4.
 *
 * @param elements in the order of the wire
 */
public record WtpEventRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 9;

  public WtpEventRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public WtpEventRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first WtpRebootStatistics element. */
  public Optional<WtpRebootStatistics> wtpRebootStatistics() {
    return first(WtpRebootStatistics.class);
  }
}
