package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.ImageAnnounced;
import io.apfw.capwap.wtp.WtpAction.Reboot;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.capwap.wtp.WtpEvent.ControlReceived;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerDisconnect;
import io.apfw.capwap.wtp.WtpEvent.UpdateAborted;
import io.apfw.capwap.wtp.WtpEvent.UpdateActivated;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageDataTest {
  private static final ImageDataResponse OK = new ImageDataResponse(ResultCode.SUCCESS);

  private static Lab verifying() {
    Lab lab = new Lab().receiving();
    lab.block("all", true);
    return lab;
  }

  private static Lab activating() {
    Lab lab = verifying();
    lab.on(new UpdateVerified());
    return lab;
  }

  private static WtpEvent.UpdateFailed failed(Cause cause) {
    return new WtpEvent.UpdateFailed(new UpdateFailure(cause, "test"));
  }

  private static List<Cause> aborts(List<WtpAction> actions) {
    return actions.stream()
        .filter(AbortUpdate.class::isInstance)
        .map(action -> ((AbortUpdate) action).reason().cause())
        .toList();
  }

  private static String restartReason(List<WtpAction> actions) {
    return Lab.reports(actions).stream()
        .filter(Report.Restarting.class::isInstance)
        .map(report -> ((Report.Restarting) report).reason())
        .findFirst()
        .orElse("");
  }

  // --- before the first block ---

  @Test
  void f_theRequestWaitsForPrecheckAndNamesTheFamily() {
    Lab lab = new Lab().inImageData();
    assertThat(Lab.sent(lab.pass(10_000))).isEmpty();
    List<WtpAction> actions = lab.on(new UpdateReady());
    assertThat(Lab.sent(actions))
        .containsExactly(
            new ImageDataRequest(new ImageIdentifier(9, "ap1g8"), new InitiateDownload()));
  }

  @Test
  void k_aFailedPrecheckStartsOverWithoutAborting() {
    Lab lab = new Lab().inImageData();
    List<WtpAction> actions = lab.on(failed(Cause.PRECHECK_FAILED));
    assertThat(aborts(actions)).isEmpty();
    assertThat(restartReason(actions)).isEqualTo("image download process error");
    assertThat(lab.state).isInstanceOf(WtpState.DtlsTeardown.class);
    assertThat(Lab.stages(lab.on(new UpdateAborted()))).containsExactly("Idle");
  }

  @Test
  void k_aPrecheckThatHangsIsBounded() {
    Lab lab = new Lab().inImageData();
    assertThat(lab.passEchoing(119_999)).isEqualTo(3);
    assertThat(aborts(lab.actions)).isEmpty();
    assertThat(aborts(lab.pass(1))).containsExactly(Cause.PRECHECK_FAILED);
  }

  @Test
  void j_theRequestWaitsForAnEchoResponseThatIsOutstanding() {
    Lab lab = new Lab().inImageData();
    assertThat(Lab.sent(lab.pass(30_000))).containsExactly(new EchoRequest());
    assertThat(lab.on(new UpdateReady())).isEmpty();
    assertThat(Lab.sent(lab.answer(new EchoResponse())))
        .singleElement()
        .isInstanceOf(ImageDataRequest.class);
  }

  @Test
  void k_aRefusedRequestIsReportedAndStartsOver() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    List<WtpAction> actions = lab.answer(new ImageDataResponse(ResultCode.IMAGE_OTHER));
    assertThat(Lab.reports(actions)).startsWith(new Report.ImageAnswered(Lab.AC.address(), 16));
    assertThat(aborts(actions)).containsExactly(Cause.DOWNLOAD_REFUSED);
  }

  @Test
  void k_aRequestThatIsNeverAnsweredCannotStart() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    lab.pass(29_999);
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
    assertThat(restartReason(lab.pass(1))).isEqualTo("image download cannot start");
  }

  @Test
  void j_blocksMayOvertakeTheImageDataResponse() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    assertThat(lab.block("first", false)).contains(new AppendBlock(0, Octets.utf8("first"), false));
    assertThat(Lab.reports(lab.answer(OK)))
        .containsExactly(new Report.ImageAnswered(Lab.AC.address(), 0));
    assertThat(Lab.sent(lab.on(new BlockAccepted(0)))).containsExactly(OK);
  }

  @Test
  void k_anAnnouncedSizeBeyondReasonIsRefusedAtOnce() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    ImageInformation huge =
        new ImageInformation(0xffff_ffffL, Octets.wrap(new byte[ImageInformation.MD5_BYTES]));
    assertThat(aborts(lab.answer(new ImageDataResponse(ResultCode.SUCCESS, huge))))
        .containsExactly(Cause.IMAGE_LARGER_THAN_SLOT);
  }

  private static Lab announced(long bytes, byte md5) {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    byte[] digest = new byte[ImageInformation.MD5_BYTES];
    digest[0] = md5;
    lab.answer(
        new ImageDataResponse(
            ResultCode.SUCCESS, new ImageInformation(bytes, Octets.wrap(digest))));
    return lab;
  }

  @Test
  void k_anotherNumberOfBytesThanAnnouncedIs15() {
    for (String data : List.of("123", "12345")) {
      List<WtpAction> actions = announced(4, (byte) 0).block(data, true);
      assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(15);
      assertThat(aborts(actions)).containsExactly(Cause.ANNOUNCED_SIZE_MISMATCH);
      assertThat(actions).noneMatch(AppendBlock.class::isInstance);
    }
    assertThat(aborts(announced(4, (byte) 0).block("12345", false)))
        .as("no need to wait for the end")
        .containsExactly(Cause.ANNOUNCED_SIZE_MISMATCH);
    assertThat(announced(4, (byte) 0).block("1234", true)).anyMatch(AppendBlock.class::isInstance);
    assertThat(announced(0, (byte) 0).block("123", true)).anyMatch(AppendBlock.class::isInstance);
  }

  @Test
  void theAnnouncedSizeEndsAnImageWithoutALastBlock() {
    Lab lab = announced(4, (byte) 0);
    lab.block("123", false);
    lab.on(new BlockAccepted(0));
    lab.block("4", false);
    assertThat(Lab.sent(lab.on(new BlockAccepted(1)))).as("the AC may go on").containsExactly(OK);
    lab.on(new DtlsPeerDisconnect());

    assertThat(lab.deadline()).contains(new AppendBlock(0, Octets.EMPTY, true));
    assertThat(lab.on(new UpdateVerified())).containsExactly(new ActivateUpdate(Lab.WANTED));
  }

  @Test
  void anEmptyLastBlockEndsAnImageWhoseBytesAreAllHere() {
    Lab lab = announced(4, (byte) 0);
    lab.block("1234", false);
    lab.on(new BlockAccepted(0));
    assertThat(lab.block("", true)).contains(new AppendBlock(1, Octets.EMPTY, true));
    assertThat(Lab.sent(lab.on(new UpdateVerified()))).containsExactly(OK);
  }

  @Test
  void j_whatTheAcAnnouncesIsHandedOn() {
    assertThat(announced(4, (byte) 7).actions)
        .contains(new ImageAnnounced(new ImageInformation(4, Octets.hex("07" + "00".repeat(15)))));
  }

  @Test
  void k_endOfFileBeforeTheFirstByteDoesNotWaitForTheTimer() {
    Lab lab = new Lab().receiving();
    List<WtpAction> actions = lab.block("", true);
    assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(15);
    assertThat(aborts(actions)).containsExactly(Cause.DOWNLOAD_CANNOT_START);
    assertThat(actions).noneMatch(AppendBlock.class::isInstance);
  }

  // --- blocks ---

  @Test
  void j_aBlockIsAnsweredOnceItIsAcceptedAndNotBefore() {
    Lab lab = new Lab().receiving();
    assertThat(Lab.sent(lab.block("a", false))).isEmpty();
    assertThat(lab.on(new BlockAccepted(0))).containsExactly(new SendControl(0, OK));
  }

  @Test
  void j_aRepeatedBlockIsNeverAppendedTwice() {
    Lab lab = new Lab().receiving();
    ControlMessage block = Lab.imageData(new ImageBlock(ImageBlock.Kind.DATA, Octets.utf8("a")));
    lab.request(block);
    assertThat(lab.on(new ControlReceived(0, block))).as("while it waits").isEmpty();
    lab.on(new BlockAccepted(0));
    assertThat(lab.on(new ControlReceived(0, block)))
        .as("afterwards")
        .containsExactly(new SendControl(0, OK));
    assertThat(lab.actions).filteredOn(AppendBlock.class::isInstance).hasSize(1);
  }

  @Test
  void j_aNewerBlockIsDroppedWhileOneWaits() {
    Lab lab = new Lab().receiving();
    lab.block("a", false);
    assertThat(lab.block("b", false)).isEmpty();
    lab.on(new BlockAccepted(0));
    lab.acSequence = 1;
    assertThat(lab.block("b", false)).contains(new AppendBlock(1, Octets.utf8("b"), false));
  }

  @Test
  void j_anAcceptedBlockThatIsNotWaitedForIsNotAnswered() {
    Lab lab = new Lab().receiving();
    lab.block("a", false);
    assertThat(lab.on(new BlockAccepted(9))).isEmpty();
    lab.on(new BlockAccepted(0));
    assertThat(lab.on(new BlockAccepted(0))).isEmpty();
  }

  @Test
  void j_sequenceNumbersWrapInALongTransfer() {
    Lab lab = new Lab().receiving();
    for (int i = 0; i < 1000; i++) {
      lab.block("0123456789", false);
      assertThat(lab.on(new BlockAccepted(i & 0xff)))
          .containsExactly(new SendControl(i & 0xff, OK));
    }
    lab.block("x", true);
    assertThat(lab.reports()).contains(new Report.TransferEnded(1001, 10_001, 1));
  }

  @Test
  void j_everyBlockResetsTheImageDataStartTimerAndEchoesGoOn() {
    Lab lab = new Lab().receiving();
    int echoes = 0;
    for (int i = 0; i < 10; i++) {
      echoes += lab.passEchoing(29_000);
      lab.block("a", false);
      lab.on(new BlockAccepted(i));
    }
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
    assertThat(echoes).isEqualTo(9);
    assertThat(restartReason(lab.pass(30_000))).isEqualTo("image data msg timeout");
    assertThat(aborts(lab.actions)).containsExactly(Cause.DOWNLOAD_STALLED);
  }

  @Test
  void k_storageThatTakesNoBlockIsNotTheAcsFault() {
    Lab lab = new Lab().receiving();
    lab.block("a", false);
    List<WtpAction> actions = lab.pass(30_000);
    assertThat(
            Lab.sent(actions).stream().filter(ImageDataResponse.class::isInstance).map(Lab::code))
        .containsExactly(16L);
    assertThat(aborts(actions)).containsExactly(Cause.SLOT_WRITE);
  }

  @Test
  void j_aBlockThatCannotBeReadIsRefusedAndNotAppended() {
    Lab lab = new Lab().receiving();
    List<WtpAction> empty = lab.request(new ImageDataRequest());
    assertThat(Lab.code(Lab.sent(empty).get(0))).isEqualTo(20);
    List<WtpAction> strange =
        lab.request(
            new ImageDataRequest(new io.apfw.capwap.wire.element.ImageData(77, Octets.utf8("a"))));
    assertThat(Lab.code(Lab.sent(strange).get(0))).isEqualTo(16);
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
    assertThat(lab.block("a", false)).contains(new AppendBlock(2, Octets.utf8("a"), false));
  }

  @Test
  void k_anAbortOfTheAcEndsTheTransfer() {
    Lab lab = new Lab().receiving();
    lab.block("a", false);
    lab.on(new BlockAccepted(0));
    List<WtpAction> actions =
        lab.request(Lab.imageData(new ImageBlock(ImageBlock.Kind.ABORT, Octets.EMPTY)));
    assertThat(Lab.sent(actions)).containsExactly(OK);
    assertThat(aborts(actions)).containsExactly(Cause.DOWNLOAD_ABORTED_BY_SOURCE);
  }

  @Test
  void k_moreBytesThanAnyImageHasAreRefused() {
    WtpConfig config = Lab.config();
    Lab lab =
        new Lab(
                new WtpConfig(
                    config.discovery(),
                    config.identity(),
                    config.timers(),
                    new Counters(10, 3, 5, 16, 10),
                    config.dialect(),
                    false,
                    false),
                1)
            .receiving();
    lab.block("0123456789", false);
    lab.on(new BlockAccepted(0));
    List<WtpAction> actions = lab.block("x", false);
    assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(15);
    assertThat(aborts(actions)).containsExactly(Cause.IMAGE_LARGER_THAN_SLOT);
  }

  // --- the verdict ---

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
    assertThat(actions).endsWith(new Reboot("Image Upgrade"));
  }

  @Test
  void k_aFailedActivationStartsOver() {
    Lab lab = activating();
    List<WtpAction> actions = lab.on(failed(Cause.BOOT_ENVIRONMENT_WRITE));
    assertThat(Lab.sent(actions)).isEmpty();
    lab.on(new UpdateAborted());
    assertThat(lab.state).isInstanceOf(WtpState.Idle.class);
  }

  // --- the AC goes away ---

  @Test
  void l_aLostSessionAbortsTheTransfer() {
    for (WtpEvent event :
        List.of(
            new WtpEvent.DtlsAborted(),
            new WtpEvent.DtlsReassemblyFailure("bad"),
            new DtlsPeerDisconnect())) {
      Lab lab = new Lab().receiving();
      List<WtpAction> actions = lab.on(event);
      assertThat(aborts(actions)).containsExactly(Cause.SOURCE_LOST);
      assertThat(Lab.stages(actions)).containsExactly("DTLS Teardown");
    }
  }

  @Test
  void l_anAcThatAnswersNoEchoIsLost() {
    Lab lab = new Lab().receiving();
    for (int i = 0; lab.state instanceof WtpState.ImageData; i++) {
      lab.pass(10_000);
      if (lab.state instanceof WtpState.ImageData) {
        lab.block("a", false);
        lab.on(new BlockAccepted(i));
      }
    }
    assertThat(lab.reports()).contains(new Report.NoAnswer(Lab.AC.address(), "Echo Request", 6));
    assertThat(aborts(lab.actions)).containsExactly(Cause.SOURCE_LOST);
  }

  @Test
  void l_decapFailuresAreOnlyCountedAndToldOnce() {
    Lab lab = new Lab().receiving();
    List<WtpAction> first = lab.on(new WtpEvent.DtlsDecapFailure("bad record"));
    assertThat(Lab.reports(first)).hasSize(1);
    assertThat(lab.on(new WtpEvent.DtlsDecapFailure("bad record"))).isEmpty();
    assertThat(lab.on(new WtpEvent.ControlMalformed("short"))).isEmpty();
    assertThat(lab.session().inputsDropped()).isEqualTo(3);
  }

  @Test
  void onceTheImageIsCompleteALostAcDoesNotTakeItBack() {
    Lab lab = verifying();
    lab.on(new DtlsPeerDisconnect());
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
    assertThat(Lab.sent(lab.pass(120_000))).as("nobody to send to").isEmpty();
    assertThat(lab.on(new UpdateVerified())).containsExactly(new ActivateUpdate(Lab.WANTED));
    lab.on(new DtlsPeerDisconnect());
    assertThat(lab.on(new UpdateActivated())).endsWith(new Reboot("Image Upgrade"));
  }

  // --- starting over ---

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
      assertThat(lab.pass(millis - 1)).isEmpty();
      assertThat(Lab.stages(lab.pass(1))).containsExactly("Discovery");
      lab.deadline();
      lab.on(new WtpEvent.ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")));
      lab.deadline();
      lab.on(new WtpEvent.DtlsEstablished("ac-1"));
      lab.answer(Lab.joinResponse(Lab.WANTED));
    }
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
