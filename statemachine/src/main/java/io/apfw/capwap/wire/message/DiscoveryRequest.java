package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.DiscoveryType;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.WtpBoardData;
import io.apfw.capwap.wire.element.WtpDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * Discovery Request, WTP to AC in clear text; RFC 5415 section 5.1.
 *
 * @param elements in the order of the wire
 */
public record DiscoveryRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 1;

  public DiscoveryRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public DiscoveryRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first DiscoveryType element. */
  public Optional<DiscoveryType> discoveryType() {
    return first(DiscoveryType.class);
  }

  /** The first WtpBoardData element. */
  public Optional<WtpBoardData> wtpBoardData() {
    return first(WtpBoardData.class);
  }

  /** The first WtpDescriptor element. */
  public Optional<WtpDescriptor> wtpDescriptor() {
    return first(WtpDescriptor.class);
  }
}
