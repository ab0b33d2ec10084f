package io.apfw.drills.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.drills.controller.ControllerAction.Say;
import io.apfw.drills.controller.ControllerAction.Send;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The AC's side of {@link ImageWindow}. */
class WindowedSendingTest {
  private static final ImageFile IMAGE = new ImageFile("ap1g8", 5_500, Octets.wrap(new byte[16]));
  private static final ControlMessage OK = new ImageDataResponse(ResultCode.SUCCESS);

  private Instant now = Instant.EPOCH;
  private DrillController controller = controller(1);
  private WtpSession session = controller.connected(now).state();

  private static DrillController controller(int window) {
    return new DrillController(
        new ControllerConfig(
                "drill-ac",
                "127.0.0.1",
                "17.9.4.27",
                Map.of("ap1g8", IMAGE),
                1000,
                ResultCode.SUCCESS,
                Set.of(DataChannel.CLEAR),
                Download.BLOCKS,
                Timers.RFC5415)
            .with(Optional.of(Bend.SEQUENCE_WRAPS))
            .withWindow(window));
  }

  private List<ControllerAction> step(ControllerEvent event) {
    Step<WtpSession, ControllerAction> step = controller.step(session, event, now);
    session = step.state();
    return step.actions().stream().filter(action -> !(action instanceof Say)).toList();
  }

  private List<ControllerAction> receive(int sequence, ControlMessage message) {
    return step(new ControllerEvent.Received(new Decoded(sequence, message)));
  }

  private Optional<ImageWindow> join(int window, MessageElement... more) {
    controller = controller(window);
    session = controller.connected(now).state();
    JoinRequest request =
        new JoinRequest(
            more.length == 0
                ? List.of(new SessionId(Octets.wrap(new byte[16])), new WtpName("ap"))
                : List.of(new SessionId(Octets.wrap(new byte[16])), new WtpName("ap"), more[0]));
    Send answer = (Send) receive(0, request).get(0);
    return ImageWindow.in(((JoinResponse) answer.message()).elements());
  }

  private List<ControllerAction> ask() {
    return receive(
        1, new ImageDataRequest(new ImageIdentifier(9, "ap1g8"), new InitiateDownload()));
  }

  private static SendBlock block(int sequence, int number) {
    int bytes = number == 5 ? 500 : 1000;
    return new SendBlock(sequence, IMAGE, 1000L * number, bytes, number == 5);
  }

  @Test
  void theSmallerOfBothWindowsIsAgreedAndOnlyWhereTheWtpOffersOne() {
    assertThat(join(4, new ImageWindow(16, 0).toElement())).contains(new ImageWindow(4, 250));
    assertThat(join(16, new ImageWindow(4, 0).toElement())).contains(new ImageWindow(4, 250));
    assertThat(join(16)).isEmpty();
    assertThat(join(1, new ImageWindow(16, 0).toElement())).isEmpty();
  }

  @Test
  void soManyBlocksAreOutstandingAndEachAnswerLetsOneFollow() {
    join(4, new ImageWindow(16, 0).toElement());
    assertThat(ask().subList(1, 5))
        .containsExactly(block(250, 0), block(251, 1), block(252, 2), block(253, 3));
    assertThat(receive(250, OK)).containsExactly(block(254, 4));
    assertThat(receive(250, OK)).as("a repetition").isEmpty();
    assertThat(receive(251, OK)).containsExactly(block(255, 5));
    assertThat(receive(252, OK)).isEmpty();
  }

  @Test
  void anAnswerIsOneToAllBeforeIt() {
    join(4, new ImageWindow(16, 0).toElement());
    ask();
    assertThat(receive(252, OK)).containsExactly(block(254, 4), block(255, 5));
    assertThat(receive(250, OK)).as("overtaken by that").isEmpty();
    now = controller.nextDeadline(session);
    assertThat(step(new ControllerEvent.DeadlineReached()))
        .containsExactly(block(253, 3), block(254, 4), block(255, 5));
  }

  @Test
  void eachIsSentAgainUntilItIsAnswered() {
    join(4, new ImageWindow(16, 0).toElement());
    ask();
    receive(250, OK);
    now = controller.nextDeadline(session);
    assertThat(step(new ControllerEvent.DeadlineReached()))
        .containsExactly(block(251, 1), block(252, 2), block(253, 3), block(254, 4));
  }

  @Test
  void theVerdictEndsTheTransferWhateverAnswerWasLost() {
    join(50, new ImageWindow(50, 0).toElement());
    ask();
    receive(255, new ImageDataResponse(ResultCode.IMAGE_CHECKSUM));
    assertThat(session.pending()).isEmpty();
    assertThat(session.transfer()).isEmpty();
    assertThat(session.state()).isEqualTo(AcState.RESET);
  }

  @Test
  void withoutAWindowOneIsOutstanding() {
    join(16);
    assertThat(ask()).hasSize(2).contains(block(250, 0));
    assertThat(receive(250, OK)).containsExactly(block(251, 1));
  }
}
