package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.LocationData;
import io.apfw.capwap.wire.element.MaximumMessageLength;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.WtpBoardData;
import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.element.WtpName;
import java.util.List;
import java.util.Optional;

/**
 * Join Request, WTP to AC; RFC 5415 section 6.1.
 *
 * @param elements in the order of the wire
 */
public record JoinRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 3;

  public JoinRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public JoinRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first SessionId element. */
  public Optional<SessionId> sessionId() {
    return first(SessionId.class);
  }

  /** The first WtpName element. */
  public Optional<WtpName> wtpName() {
    return first(WtpName.class);
  }

  /** The first WtpBoardData element. */
  public Optional<WtpBoardData> wtpBoardData() {
    return first(WtpBoardData.class);
  }

  /** The first WtpDescriptor element. */
  public Optional<WtpDescriptor> wtpDescriptor() {
    return first(WtpDescriptor.class);
  }

  /** The first LocationData element. */
  public Optional<LocationData> locationData() {
    return first(LocationData.class);
  }

  /** The first MaximumMessageLength element. */
  public Optional<MaximumMessageLength> maximumMessageLength() {
    return first(MaximumMessageLength.class);
  }
}
