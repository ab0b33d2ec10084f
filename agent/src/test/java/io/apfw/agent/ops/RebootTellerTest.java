package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wtp.RebootReason;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.report.Report;
import org.junit.jupiter.api.Test;

class RebootTellerTest {
  private Reboots counts = Reboots.NONE;
  private final RebootTeller teller = new RebootTeller(9, () -> counts);

  @Test
  void eachAcHearsTheReasonAsItIsWhenRunIsReached() {
    counts = Reboots.NONE.because(RebootReason.IMAGE_UPGRADE);
    assertThat(teller.saw(new Report.StateEntered("Join"))).isEmpty();
    assertThat(teller.saw(new Report.StateEntered("Run")))
        .contains(new VendorSpecificPayload(9, 2, Octets.hex("010b")));
    counts = counts.because(RebootReason.IMAGE_DATA_TIMEOUT);
    assertThat(teller.saw(new Report.StateEntered("Run")))
        .contains(new VendorSpecificPayload(9, 2, Octets.hex("010e")));
  }

  @Test
  void whereNoReasonIsKnownNothingIsTold() {
    assertThat(teller.saw(new Report.StateEntered("Run"))).isEmpty();
  }
}
