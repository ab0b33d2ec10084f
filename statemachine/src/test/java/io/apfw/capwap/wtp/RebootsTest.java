package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.WtpRebootStatistics;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.WtpAction.KeepReboots;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5415 4.6.47: what the WTP tells of its reboots and lost ACs. */
class RebootsTest {
  private static final Reboots BEFORE = new Reboots(1, 2, 3, 4, 5, 6, 7, 3);

  private static Lab inRun() {
    Lab lab = new Lab();
    lab.reboots = BEFORE;
    return lab.inRun();
  }

  private static List<KeepReboots> kept(Lab lab) {
    return lab.actions.stream()
        .filter(KeepReboots.class::isInstance)
        .map(KeepReboots.class::cast)
        .toList();
  }

  @Test
  void joinConfigurationAndStatisticsCarryTheCounts() {
    Lab lab = inRun();
    lab.passServed(120_000);
    List<ControlMessage> sent = Lab.sent(lab.actions);
    for (Class<?> kind :
        List.of(JoinRequest.class, ConfigurationStatusRequest.class, WtpEventRequest.class)) {
      assertThat(sent.stream().filter(kind::isInstance).findFirst().orElseThrow())
          .extracting(message -> message.first(WtpRebootStatistics.class).orElseThrow())
          .isEqualTo(new WtpRebootStatistics(1, 2, 3, 4, 5, 6, 7, 3));
    }
  }

  @Test
  void p_anAcThatFallsSilentIsALinkFailureAndTheNextJoinSaysSo() {
    Lab lab = inRun();
    while (lab.state instanceof WtpState.Run) {
      lab.deadline();
    }
    assertThat(kept(lab)).containsExactly(new KeepReboots(BEFORE.with(Failure.LINK)));
    assertThat(((WtpState.Remembering) lab.state).memory().reboots().link()).isEqualTo(4);
  }

  @Test
  void p_anAcThatEndsTheSessionIsAnotherFailure() {
    Lab lab = inRun();
    lab.on(new WtpEvent.DtlsPeerDisconnect());
    assertThat(kept(lab)).containsExactly(new KeepReboots(BEFORE.with(Failure.OTHER)));
  }

  @Test
  void p_leavingAnAcIsNoFailure() {
    Lab lab = inRun();
    lab.on(new WtpEvent.StopRequested("test", false));
    assertThat(kept(lab)).isEmpty();
  }

  @Test
  void eachFailureCountsInItsPlaceAndIsTheLast() {
    assertThat(BEFORE.with(Failure.AC_INITIATED)).isEqualTo(new Reboots(1, 3, 3, 4, 5, 6, 7, 1));
    assertThat(BEFORE.with(Failure.LINK)).isEqualTo(new Reboots(1, 2, 4, 4, 5, 6, 7, 2));
    assertThat(BEFORE.with(Failure.SOFTWARE)).isEqualTo(new Reboots(1, 2, 3, 5, 5, 6, 7, 3));
    assertThat(BEFORE.with(Failure.OTHER)).isEqualTo(new Reboots(1, 2, 3, 4, 5, 7, 7, 5));
    assertThat(BEFORE.with(Failure.CRASH)).isEqualTo(new Reboots(2, 2, 3, 4, 5, 6, 8, 255));
  }

  @Test
  void countsWrapAndDoNotSayNotAvailable() {
    Reboots full = new Reboots(65534, 65534, 65535, 65535, 0, 65535, 65535, 0);
    for (Failure failure : Failure.values()) {
      full = full.with(failure);
    }
    assertThat(full).isEqualTo(new Reboots(0, 0, 0, 0, 0, 0, 0, 255));
    assertThat(Reboots.UNAVAILABLE.with(Failure.CRASH).crashes()).isEqualTo(65535);
    assertThat(Reboots.UNAVAILABLE.with(Failure.AC_INITIATED).acInitiated()).isEqualTo(65535);
  }
}
