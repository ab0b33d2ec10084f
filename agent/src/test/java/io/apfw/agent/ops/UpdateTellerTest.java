package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import org.junit.jupiter.api.Test;

class UpdateTellerTest {
  private final UpdateTeller teller = new UpdateTeller(9);

  private static Report failed(Cause cause) {
    return new Report.UpdateFailed(new UpdateFailure(cause, ""), "part1 is not bootable");
  }

  private static VendorSpecificPayload told(String head, String version) {
    return new VendorSpecificPayload(9, 1, Octets.hex(head + Octets.utf8(version).hex()));
  }

  @Test
  void inRunEveryStageIsToldAtOnce() {
    teller.saw(new Report.StateEntered("Run"));
    teller.saw(new Report.VersionsCompared("1", "none", "2"));
    assertThat(teller.saw(new Report.ImageRequested("ac", "ap1g8", 0)))
        .contains(told("01000000" + "00000000" + "0000000000000000", "2"));
    assertThat(teller.saw(new Report.BlockReceived(1, 8 * 1024 * 1024 - 1))).isEmpty();
    assertThat(teller.saw(new Report.BlockReceived(2, 8 * 1024 * 1024)))
        .contains(told("01010000" + "00000000" + "0000000000800000", "2"));
    assertThat(teller.saw(new Report.BlockReceived(3, 8 * 1024 * 1024 + 1))).isEmpty();
    assertThat(teller.saw(new Report.ImageVerified("part1", "2", "")))
        .contains(told("01040000" + "00000000" + "0000000000800001", "2"));
    assertThat(teller.saw(failed(Cause.STOPPED)))
        .contains(told("01030137" + "00000000" + "0000000000800001", "2"));
  }

  @Test
  void elsewhereTheLastOneWaitsForRunAndTheOthersAreCounted() {
    assertThat(teller.saw(new Report.VersionsCompared("1", "none", "2"))).isEmpty();
    assertThat(teller.saw(new Report.ImageRequested("ac", "ap1g8", 0))).isEmpty();
    assertThat(teller.saw(failed(Cause.SIGNATURE_BAD))).isEmpty();
    assertThat(teller.saw(new Report.MessageDiscarded("CAPWAP_WTP_EVENT_REQUEST", 9, "Idle", 1)))
        .isEmpty();
    assertThat(teller.saw(new Report.OfferQuarantined("2"))).isEmpty();
    assertThat(teller.saw(new Report.StateEntered("Run")))
        .contains(told("010200ce" + "00000002" + "0000000000000000", "2"));
    assertThat(teller.saw(new Report.StateEntered("Run"))).as("once").isEmpty();
  }
}
