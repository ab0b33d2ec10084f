package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.AssignedWtpBssid;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import java.util.List;
import java.util.Optional;

/**
 * IEEE 802.11 WLAN Configuration Response, WTP to AC; RFC 5416 section 3.2.
 *
 * @param elements in the order of the wire
 */
public record WlanConfigurationResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type: enterprise number 13277, message 2. */
  public static final int TYPE = 13277 * 256 + 2;

  public WlanConfigurationResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public WlanConfigurationResponse(MessageElement... elements) {
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

  /** The first AssignedWtpBssid element. */
  public Optional<AssignedWtpBssid> assignedWtpBssid() {
    return first(AssignedWtpBssid.class);
  }
}
