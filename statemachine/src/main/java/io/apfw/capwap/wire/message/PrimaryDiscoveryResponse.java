package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;
import java.util.Optional;

/**
 * Primary Discovery Response, AC to WTP in clear text; RFC 5415 section 5.4.
 *
 * @param elements in the order of the wire
 */
public record PrimaryDiscoveryResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 20;

  public PrimaryDiscoveryResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public PrimaryDiscoveryResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first AcDescriptor element. */
  public Optional<AcDescriptor> acDescriptor() {
    return first(AcDescriptor.class);
  }

  /** The first AcName element. */
  public Optional<AcName> acName() {
    return first(AcName.class);
  }

  /** All CapwapControlIpv4Address elements, in order. */
  public List<CapwapControlIpv4Address> controlIpv4Addresses() {
    return all(CapwapControlIpv4Address.class);
  }
}
