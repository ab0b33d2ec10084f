package io.apfw.agent.ops;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wtp.RebootReason;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.report.Report;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells each AC, in a WTP Event once Run is reached, why the AP rebooted or lost its AC the last
 * time: RFC 5415's WTP Reboot Statistics knows no reason that has to do with images, field
 * controllers have numbers for them.
 *
 * <p>The element is a Vendor Specific Payload of this AP's maker, element id {@value #ELEMENT_ID},
 * ours:
 *
 * <pre>
 *  8 bits  layout, 1
 *  8 bits  reason, as {@link RebootReason} numbers it
 * </pre>
 *
 * <p>Not sent while no reason is known. Owned by the event loop.
 */
public final class RebootTeller {
  static final int ELEMENT_ID = 2;
  private static final byte LAYOUT = 1;

  private final long vendorId;
  private final Supplier<Reboots> counts;

  /** Tells under this enterprise number. */
  public RebootTeller(long vendorId, Supplier<Reboots> counts) {
    this.vendorId = vendorId;
    this.counts = counts;
  }

  /** What the AC is to be told now. */
  public Optional<MessageElement> saw(Report report) {
    if (!(report instanceof Report.StateEntered entered) || !entered.state().equals("Run")) {
      return Optional.empty();
    }
    RebootReason reason = counts.get().reason();
    return reason == RebootReason.NONE
        ? Optional.empty()
        : Optional.of(
            new VendorSpecificPayload(
                vendorId, ELEMENT_ID, Octets.wrap(new byte[] {LAYOUT, (byte) reason.number()})));
  }
}
