package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Fetching.OK;
import static io.apfw.capwap.wtp.Fetching.aborts;
import static io.apfw.capwap.wtp.Fetching.announced;
import static io.apfw.capwap.wtp.Fetching.failed;
import static io.apfw.capwap.wtp.Fetching.restartReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.ImageAnnounced;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerDisconnect;
import io.apfw.capwap.wtp.WtpEvent.UpdateAborted;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Image Data until the first block: PRECHECK, the request and what the AC announces. */
class ImageRequestTest {
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
  void k_aRequestRefusedByFamilyAndByVersionIsReportedAndStartsOver() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    assertThat(Lab.sent(lab.answer(new ImageDataResponse(ResultCode.IMAGE_OTHER))))
        .as("4.6.27: by its version")
        .containsExactly(
            new ImageDataRequest(new ImageIdentifier(9, Lab.WANTED), new InitiateDownload()));
    List<WtpAction> actions = lab.answer(new ImageDataResponse(ResultCode.IMAGE_OTHER));
    assertThat(Lab.reports(actions)).startsWith(new Report.ImageAnswered(Lab.AC.address(), 16));
    assertThat(aborts(actions)).containsExactly(Cause.DOWNLOAD_REFUSED);
  }

  @Test
  void j_anAcThatKnowsImagesByTheirVersionGivesItByThat() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    lab.answer(new ImageDataResponse(ResultCode.IMAGE_OTHER));
    lab.answer(OK);
    assertThat(lab.block("all", true)).anyMatch(AppendBlock.class::isInstance);
  }

  @Test
  void k_anAcThatDoesNotKnowTheRequestIsNotAskedAgain() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    assertThat(aborts(lab.answer(new ImageDataResponse(ResultCode.UNRECOGNIZED_REQUEST))))
        .containsExactly(Cause.DOWNLOAD_REFUSED);
  }

  /** Blocks are an answer too: an AC that sends nothing but them is not lost after 66 s. */
  @Test
  void j_anAcThatSendsBlocksAndNoResponseIsServedToTheEnd() {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    for (int second = 0; second < 100; second++) {
      lab.block("x", false);
      assertThat(Lab.sent(lab.on(new BlockAccepted(second)))).containsExactly(OK);
      lab.passEchoing(1000);
    }
    lab.block("x", true);
    assertThat(lab.on(new UpdateVerified())).contains(new ActivateUpdate(Lab.WANTED));
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
  void onceAllBytesAreHereAnEmptyLastBlockIsWaitedForOneRetransmitInterval() {
    Lab lab = announced(4, (byte) 0);
    lab.block("1234", false);
    assertThat(lab.pass(3_000))
        .as("the block is not taken yet")
        .noneMatch(AppendBlock.class::isInstance);
    lab.on(new BlockAccepted(0));
    assertThat(lab.pass(2_999)).noneMatch(AppendBlock.class::isInstance);
    assertThat(lab.pass(1)).contains(new AppendBlock(0, Octets.EMPTY, true));
    assertThat(lab.state).isInstanceOf(WtpState.ImageData.class);
  }

  @Test
  void anEmptyLastBlockEndsAnImageWhoseBytesAreAllHere() {
    Lab lab = announced(4, (byte) 0);
    lab.block("1234", false);
    lab.on(new BlockAccepted(0));
    assertThat(lab.block("", true)).contains(new AppendBlock(1, Octets.EMPTY, true));
    assertThat(Lab.sent(lab.on(new UpdateVerified()))).containsExactly(OK);
  }

  /** It was waited for in vain, and comes when all is being verified, or has been. */
  @Test
  void anEmptyLastBlockThatComesLateGetsTheVerdictAllTheSame() {
    for (boolean verifying : List.of(true, false)) {
      Lab lab = announced(4, (byte) 0);
      lab.block("1234", false);
      lab.on(new BlockAccepted(0));
      lab.deadline();
      List<WtpAction> actions =
          new ArrayList<>(verifying ? lab.block("", true) : lab.on(new UpdateVerified()));
      assertThat(Lab.sent(actions)).isEmpty();
      actions.addAll(verifying ? lab.on(new UpdateVerified()) : lab.block("", true));
      assertThat(Lab.sent(actions)).containsExactly(OK);
      assertThat(actions).contains(new ActivateUpdate(Lab.WANTED));
    }
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
}
