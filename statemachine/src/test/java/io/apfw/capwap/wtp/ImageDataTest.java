package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Fetching.OK;
import static io.apfw.capwap.wtp.Fetching.aborts;
import static io.apfw.capwap.wtp.Fetching.restartReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.capwap.wtp.WtpEvent.ControlReceived;
import io.apfw.capwap.wtp.WtpEvent.DtlsPeerDisconnect;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Image Data: the blocks, and an AC that goes away between them. */
class ImageDataTest {
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
                    new Counters(10, 3, 5, 16, 10, 1),
                    config.dialect(),
                    false,
                    false,
                    MtuPolicy.fixed(),
                    false),
                1)
            .receiving();
    lab.block("0123456789", false);
    lab.on(new BlockAccepted(0));
    List<WtpAction> actions = lab.block("x", false);
    assertThat(Lab.code(Lab.sent(actions).get(0))).isEqualTo(15);
    assertThat(aborts(actions)).containsExactly(Cause.IMAGE_LARGER_THAN_SLOT);
  }

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
}
