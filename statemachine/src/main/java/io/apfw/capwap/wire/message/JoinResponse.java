package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MaximumMessageLength;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import java.util.List;
import java.util.Optional;

/**
 * Join Response, AC to WTP; RFC 5415 section 6.2.
 *
 * @param elements in the order of the wire
 */
public record JoinResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 4;

  public JoinResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public JoinResponse(MessageElement... elements) {
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

  /** The first ImageIdentifier element. */
  public Optional<ImageIdentifier> imageIdentifier() {
    return first(ImageIdentifier.class);
  }

  /** The first AcDescriptor element. */
  public Optional<AcDescriptor> acDescriptor() {
    return first(AcDescriptor.class);
  }

  /** The first AcName element. */
  public Optional<AcName> acName() {
    return first(AcName.class);
  }

  /** The first MaximumMessageLength element. */
  public Optional<MaximumMessageLength> maximumMessageLength() {
    return first(MaximumMessageLength.class);
  }

  /** All CapwapControlIpv4Address elements, in order. */
  public List<CapwapControlIpv4Address> controlIpv4Addresses() {
    return all(CapwapControlIpv4Address.class);
  }

  /** The first AcIpv4List element. */
  public Optional<AcIpv4List> acIpv4List() {
    return first(AcIpv4List.class);
  }
}
