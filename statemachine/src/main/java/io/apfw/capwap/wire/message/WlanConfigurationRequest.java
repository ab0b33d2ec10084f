package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.AddWlan;
import io.apfw.capwap.wire.element.DeleteWlan;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.UpdateWlan;
import java.util.List;
import java.util.Optional;

/**
 * IEEE 802.11 WLAN Configuration Request, AC to WTP; RFC 5416 section 3.1.
 *
 * @param elements in the order of the wire
 */
public record WlanConfigurationRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type: enterprise number 13277, message 1. */
  public static final int TYPE = 13277 * 256 + 1;

  public WlanConfigurationRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public WlanConfigurationRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first AddWlan element. */
  public Optional<AddWlan> addWlan() {
    return first(AddWlan.class);
  }

  /** The first DeleteWlan element. */
  public Optional<DeleteWlan> deleteWlan() {
    return first(DeleteWlan.class);
  }

  /** The first UpdateWlan element. */
  public Optional<UpdateWlan> updateWlan() {
    return first(UpdateWlan.class);
  }
}
