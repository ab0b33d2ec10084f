package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Fetching.OK;
import static io.apfw.capwap.wtp.Fetching.aborts;
import static io.apfw.capwap.wtp.Fetching.activating;
import static io.apfw.capwap.wtp.Fetching.failed;
import static io.apfw.capwap.wtp.Fetching.restartReason;
import static io.apfw.capwap.wtp.Fetching.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.Reboot;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerDisconnect;
import io.apfw.capwap.wtp.WtpEvent.UpdateAborted;
import io.apfw.capwap.wtp.WtpEvent.UpdateActivated;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Image Data from the last block on: the verdict, activation, and starting over. */
class ImageVerdictTest {
  @Test
  void j_theAnswerToTheLastBlockIsTheVerdict() {
    Lab lab = verifying();
    assertThat(Lab.sent(lab.pass(20_000))).isEmpty();
    assertThat(lab.on(new UpdateVerified()))
        .containsExactly(new SendControl(0, OK), new ActivateUpdate(Lab.WANTED));
  }

  @ParameterizedTest
  @CsvSource({
    "SIGNATURE_BAD, 14",
    "BLOCKMAP_MISMATCH, 14",
    "BLOCK_MISMATCH, 14",
    "PAYLOAD_MISMATCH, 14",
    "ANNOUNCED_MD5_MISMATCH, 14",
    "IMAGE_TRUNCATED, 15",
    "IMAGE_TRAILING_DATA, 15",
    "IMAGE_LARGER_THAN_SLOT, 15",
    "FAMILY_MISMATCH, 16",
    "SIGNER_UNTRUSTED, 16",
    "SLOT_WRITE, 16"
  })
  void k_aFailureIsToldInTheAnswerThatWaits(Cause cause, int code) {
    for (boolean last : new boolean[] {false, true}) {
      Lab lab = new Lab().receiving();
      lab.block("a", last);
      List<WtpAction> actions = lab.on(failed(cause));
      assertThat(Lab.sent(actions)).hasSize(1);
      assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(code);
      assertThat(aborts(actions)).as("the update machine cleans up by itself").isEmpty();
      assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void k_everyCauseHasACodeAndAReason(Cause cause) {
    Lab lab = new Lab().receiving();
    lab.block("a", false);
    List<WtpAction> actions = lab.on(failed(cause));
    assertThat(Lab.code(Lab.sent(actions).get(0))).isBetween(14L, 16L);
    assertThat(restartReason(actions)).isNotEmpty();
  }

  @Test
  void k_verifyingAndActivatingHaveBoundsOfTheirOwn() {
    Lab verifying = verifying();
    verifying.passEchoing(599_999);
    assertThat(aborts(verifying.actions)).isEmpty();
    assertThat(aborts(verifying.pass(1))).containsExactly(Cause.SLOT_UNUSABLE);
    Lab activating = activating();
    activating.passEchoing(299_999);
    assertThat(aborts(activating.actions)).isEmpty();
    assertThat(aborts(activating.pass(1))).containsExactly(Cause.BOOT_ENVIRONMENT_WRITE);
  }

  @Test
  void k_theActivatedImageIsBootedThroughReset() {
    List<WtpAction> actions = activating().on(new UpdateActivated());
    assertThat(Lab.stages(actions)).containsExactly("Reset", "DTLS Teardown");
    assertThat(actions).endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void k_aFailedActivationStartsOver() {
    Lab lab = activating();
    List<WtpAction> actions = lab.on(failed(Cause.BOOT_ENVIRONMENT_WRITE));
    assertThat(Lab.sent(actions)).isEmpty();
    lab.on(new UpdateAborted());
    assertThat(lab.state).isInstanceOf(WtpState.Idle.class);
  }

  @Test
  void onceTheImageIsCompleteALostAcDoesNotTakeItBack() {
    Lab lab = verifying();
    lab.on(new DtlsPeerDisconnect());
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
    assertThat(Lab.sent(lab.pass(120_000))).as("nobody to send to").isEmpty();
    assertThat(lab.on(new UpdateVerified())).containsExactly(new ActivateUpdate(Lab.WANTED));
    lab.on(new DtlsPeerDisconnect());
    assertThat(lab.on(new UpdateActivated()))
        .endsWith(new Reboot("Image Upgrade", RunEnd.AC_IMAGE));
  }

  @Test
  void backOffDoublesWithEachFailureHasJitterAndABound() {
    Lab lab = new Lab();
    lab.inImageData();
    long most = 10_000;
    for (int i = 0; i < 9; i++) {
      lab.actions.clear();
      lab.on(failed(Cause.PRECHECK_FAILED));
      lab.on(new UpdateAborted());
      long millis =
          lab.reports().stream()
              .filter(Report.BackingOff.class::isInstance)
              .mapToLong(report -> ((Report.BackingOff) report).millis())
              .findFirst()
              .orElseThrow();
      assertThat(millis).isBetween(most / 2, most);
      most = Math.min(2 * most, 600_000);
      lab.rejoin(millis);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {16, 19})
  void k_refusalsBackOffGrowingBoundedAndNotAllApsAlike(long code) {
    List<Long> one = pausesAfterRefusals(code, 1);
    List<Long> other = pausesAfterRefusals(code, 2);
    long most = 10_000;
    for (int i = 0; i < one.size(); i++) {
      assertThat(one.get(i)).as("pause %d", i).isBetween(most / 2, most);
      most = Math.min(2 * most, 600_000);
    }
    assertThat(one.subList(7, 9))
        .as("half a bound is the least")
        .allMatch(millis -> millis >= 300_000);
    assertThat(one).doesNotContainAnyElementsOf(other);
  }

  /** Nine refusals of the request in a row, and the pause said after each. */
  private static List<Long> pausesAfterRefusals(long code, long entropy) {
    Lab lab = new Lab(Lab.config(), entropy).inImageData();
    List<Long> pauses = new ArrayList<>();
    while (pauses.size() < 9) {
      lab.on(new UpdateReady());
      while (lab.state instanceof WtpState.ImageData) {
        lab.answer(new ImageDataResponse(new ResultCode(code)));
      }
      lab.actions.clear();
      lab.on(new UpdateAborted());
      Report.BackingOff pause =
          lab.reports().stream()
              .filter(Report.BackingOff.class::isInstance)
              .map(Report.BackingOff.class::cast)
              .findFirst()
              .orElseThrow();
      pauses.add(pause.millis());
      lab.rejoin(pause.millis());
    }
    return pauses;
  }

  @Test
  void runForgetsTheFailedDownloads() {
    Lab lab = new Lab().inDataCheck();
    WtpState.DataCheck check = (WtpState.DataCheck) lab.state;
    lab.state = check.with(check.memory().withFailedDownloads(5));
    lab.answer(new io.apfw.capwap.wire.message.ChangeStateEventResponse());
    lab.on(new WtpEvent.DataChannelOpened());
    lab.on(new WtpEvent.DataKeepAliveReceived(lab.session().id()));
    assertThat(((WtpState.Run) lab.state).memory().failedDownloads()).isZero();
  }
}
