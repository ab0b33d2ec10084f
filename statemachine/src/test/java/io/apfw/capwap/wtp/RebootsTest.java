package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.WtpAction.KeepReboots;
import io.apfw.capwap.wtp.WtpAction.RebootDecided;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5415 4.6.47: what the WTP tells of its reboots and lost ACs. */
class RebootsTest {
  private static final Reboots BEFORE = new Reboots(1, 2, 3, 4, 5, 6, 7, 3, RebootReason.NONE);

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
    lab.on(new WtpEvent.StopRequested("test", RunEnd.STOPPED));
    assertThat(kept(lab)).isEmpty();
  }

  /** RFC class, then the controllers' reason. */
  @ParameterizedTest
  @CsvSource({
    "DOWNLOAD_STALLED, LINK, 14",
    "DOWNLOAD_CANNOT_START, LINK, 14",
    "SOURCE_LOST, LINK, 16",
    "ANNOUNCED_MD5_MISMATCH, OTHER, 13",
    "SIGNATURE_BAD, OTHER, 13",
    "DOWNLOAD_REFUSED, OTHER, 16",
    "IMAGE_TRUNCATED, OTHER, 16",
  })
  void l_anImageThatFailsEndsTheSessionAndSaysWhy(Cause cause, Failure failure, int number) {
    Lab lab = new Lab();
    lab.reboots = BEFORE;
    lab.inImageData().on(new WtpEvent.UpdateFailed(new UpdateFailure(cause, "test")));
    assertThat(kept(lab))
        .containsExactly(new KeepReboots(BEFORE.with(failure).because(RebootReason.of(number))));
  }

  @Test
  void l_anAcThatSendsNoBlockIsTheImageDataTimeout() {
    Lab lab = new Lab();
    lab.receiving().pass(30_000);
    assertThat(kept(lab))
        .containsExactly(
            new KeepReboots(
                Reboots.NONE.with(Failure.LINK).because(RebootReason.IMAGE_DATA_TIMEOUT)));
  }

  @Test
  void r_aRebootIsKeptWhenItIsDecidedAndNotWhenTheAcHasLetGo() {
    Lab lab = new Lab().inRun();
    List<WtpAction> reset = lab.request(new ResetRequest(new ImageIdentifier(9, "unknown")));
    assertThat(reset)
        .contains(new RebootDecided(RunEnd.AC_INITIATED))
        .noneMatch(WtpAction.Reboot.class::isInstance);
    assertThat(lab.on(new WtpEvent.DtlsPeerDisconnect()))
        .endsWith(new WtpAction.Reboot("Controller Reload command", RunEnd.AC_INITIATED));
  }

  @Test
  void eachEndHasItsClassAndItsReason() {
    assertThat(BEFORE.after(RunEnd.AC_INITIATED))
        .isEqualTo(BEFORE.with(Failure.AC_INITIATED).because(RebootReason.REBOOT_COMMAND));
    assertThat(BEFORE.after(RunEnd.AC_IMAGE))
        .isEqualTo(BEFORE.with(Failure.AC_INITIATED).because(RebootReason.IMAGE_UPGRADE));
    assertThat(BEFORE.after(RunEnd.CLOUD_IMAGE))
        .as("no controller had a part in it")
        .isEqualTo(BEFORE.because(RebootReason.IMAGE_UPGRADE));
    assertThat(BEFORE.after(RunEnd.ROLLED_BACK))
        .isEqualTo(BEFORE.with(Failure.SOFTWARE).because(RebootReason.IMAGE_ERROR));
    assertThat(BEFORE.after(RunEnd.STOPPED)).isEqualTo(BEFORE);
  }

  @Test
  void reasonsHaveTheControllersNumbers() {
    assertThat(RebootReason.values())
        .extracting(RebootReason::number)
        .containsExactly(0, 4, 11, 13, 14, 16);
    assertThat(RebootReason.of(12)).isEqualTo(RebootReason.NONE);
  }

  @Test
  void eachFailureCountsInItsPlaceAndIsTheLast() {
    assertThat(BEFORE.with(Failure.AC_INITIATED))
        .isEqualTo(new Reboots(1, 3, 3, 4, 5, 6, 7, 1, RebootReason.NONE));
    assertThat(BEFORE.with(Failure.LINK))
        .isEqualTo(new Reboots(1, 2, 4, 4, 5, 6, 7, 2, RebootReason.NONE));
    assertThat(BEFORE.with(Failure.SOFTWARE))
        .isEqualTo(new Reboots(1, 2, 3, 5, 5, 6, 7, 3, RebootReason.NONE));
    assertThat(BEFORE.with(Failure.OTHER))
        .isEqualTo(new Reboots(1, 2, 3, 4, 5, 7, 7, 5, RebootReason.NONE));
    assertThat(BEFORE.with(Failure.CRASH))
        .isEqualTo(new Reboots(2, 2, 3, 4, 5, 6, 8, 255, RebootReason.NONE));
  }

  @Test
  void countsWrapAndDoNotSayNotAvailable() {
    Reboots full = new Reboots(65534, 65534, 65535, 65535, 0, 65535, 65535, 0, RebootReason.NONE);
    for (Failure failure : Failure.values()) {
      full = full.with(failure);
    }
    assertThat(full).isEqualTo(new Reboots(0, 0, 0, 0, 0, 0, 0, 255, RebootReason.NONE));
    assertThat(Reboots.UNAVAILABLE.with(Failure.CRASH).crashes()).isEqualTo(65535);
    assertThat(Reboots.UNAVAILABLE.with(Failure.AC_INITIATED).acInitiated()).isEqualTo(65535);
  }
}
