package io.apfw.drills.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.message.ChangeStateEventRequest;
import io.apfw.capwap.wire.message.ChangeStateEventResponse;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusResponse;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.ResetResponse;
import io.apfw.capwap.wire.message.StationConfigurationRequest;
import io.apfw.capwap.wire.message.UnknownMessage;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wire.message.WtpEventResponse;
import io.apfw.drills.controller.ControllerAction.AnswerKeepAlive;
import io.apfw.drills.controller.ControllerAction.EndSession;
import io.apfw.drills.controller.ControllerAction.Say;
import io.apfw.drills.controller.ControllerAction.Send;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.machine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrillControllerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final SessionId ID = new SessionId(Octets.hex("000102030405060708090a0b0c0d0e0f"));
  private static final ImageFile IMAGE =
      new ImageFile("ap1g8", 2500, Octets.hex("00112233445566778899aabbccddeeff"));

  private Instant now = START;
  private DrillController controller = controller(ResultCode.SUCCESS, Download.BLOCKS);
  private WtpSession session = controller.connected(START).state();

  private static DrillController controller(ResultCode joinResult, Download download) {
    return new DrillController(
        new ControllerConfig(
            "drill-ac",
            "127.0.0.1",
            "17.9.4.27",
            Map.of("ap1g8", IMAGE),
            1000,
            joinResult,
            Set.of(DataChannel.CLEAR),
            download,
            Timers.RFC5415));
  }

  private void serveWith(DrillController other) {
    controller = other;
    session = controller.connected(START).state();
  }

  private List<ControllerAction> step(ControllerEvent event) {
    Step<WtpSession, ControllerAction> step = controller.step(session, event, now);
    session = step.state();
    return step.actions();
  }

  private List<ControllerAction> receive(int sequence, ControlMessage message) {
    return step(new ControllerEvent.Received(new Decoded(sequence, message)));
  }

  private List<ControllerAction> deadline() {
    now = controller.nextDeadline(session);
    return step(new ControllerEvent.DeadlineReached());
  }

  private static ControlMessage sent(List<ControllerAction> actions) {
    return actions.stream()
        .filter(Send.class::isInstance)
        .map(action -> ((Send) action).message())
        .findFirst()
        .orElseThrow();
  }

  private static List<ControllerAction> withoutNotes(List<ControllerAction> actions) {
    return actions.stream().filter(action -> !(action instanceof Say)).toList();
  }

  private void join() {
    receive(0, new JoinRequest(ID, new WtpName("ap")));
  }

  private static ImageDataRequest ask(String family) {
    return new ImageDataRequest(new ImageIdentifier(9, family), new InitiateDownload());
  }

  private static ImageDataResponse code(ResultCode code) {
    return new ImageDataResponse(code);
  }

  @Test
  void joinResponseNamesTheVersionWanted() {
    JoinResponse response = (JoinResponse) sent(receive(0, new JoinRequest(ID, new WtpName("ap"))));

    assertThat(response.resultCode()).contains(ResultCode.SUCCESS);
    assertThat(response.imageIdentifier().orElseThrow().identifier()).isEqualTo("17.9.4.27");
    assertThat(response.acDescriptor().orElseThrow().allowsClearData()).isTrue();
    assertThat(response.acDescriptor().orElseThrow().allowsDtlsData()).isFalse();
    assertThat(session.id()).contains(ID);
  }

  @Test
  void joinCanBeRefused() {
    serveWith(controller(ResultCode.JOIN_RESOURCE_DEPLETION, Download.BLOCKS));

    JoinResponse response = (JoinResponse) sent(receive(0, new JoinRequest(ID, new WtpName("ap"))));

    assertThat(response.resultCode()).contains(ResultCode.JOIN_RESOURCE_DEPLETION);
    assertThat(response.imageIdentifier()).isEmpty();
    assertThat(session.id()).isEmpty();
  }

  @Test
  void joinWithoutSessionIdMissesAMandatoryElement() {
    JoinResponse response = (JoinResponse) sent(receive(0, new JoinRequest(new WtpName("ap"))));

    assertThat(response.resultCode()).contains(ResultCode.MISSING_MANDATORY_ELEMENT);
  }

  @Test
  void nothingIsServedBeforeTheJoin() {
    assertThat(sent(receive(0, ask("ap1g8"))).first(ResultCode.class))
        .contains(ResultCode.UNEXPECTED_IN_STATE);
    assertThat(sent(receive(1, new ConfigurationStatusRequest())).first(ResultCode.class))
        .contains(ResultCode.UNEXPECTED_IN_STATE);
  }

  @Test
  void whatDepartsFromTheGrammarIsNotedAndServed() {
    List<ControllerAction> actions = receive(0, new JoinRequest(ID, new WtpName("ap")));

    assertThat(actions)
        .contains(new Say(new ControllerNote.Irregular("Join Request lacks element 28")));
    assertThat(((JoinResponse) sent(actions)).resultCode()).contains(ResultCode.SUCCESS);
  }

  @Test
  void anAnswerWithoutResultCodeEndsTheSession() {
    join();
    receive(1, ask("ap1g8"));

    assertThat(receive(0, new ImageDataResponse())).contains(new EndSession());
  }

  @Test
  void blocksFollowTheAcceptedRequestOneAtATime() {
    join();
    List<ControllerAction> first = withoutNotes(receive(1, ask("ap1g8")));

    assertThat(first).hasSize(2);
    ImageDataResponse accepted = (ImageDataResponse) sent(first);
    assertThat(accepted.resultCode()).contains(ResultCode.SUCCESS);
    assertThat(accepted.imageInformation().orElseThrow().fileBytes()).isEqualTo(2500);
    assertThat(first.get(1)).isEqualTo(new SendBlock(0, IMAGE, 0, 1000, false));
    assertThat(withoutNotes(receive(0, code(ResultCode.SUCCESS))))
        .containsExactly(new SendBlock(1, IMAGE, 1000, 1000, false));
    assertThat(receive(1, code(ResultCode.SUCCESS)))
        .containsExactly(
            new SendBlock(2, IMAGE, 2000, 500, true),
            new Say(new ControllerNote.LastBlockSent(3, 2500, 500)));
    assertThat(receive(2, code(ResultCode.SUCCESS)))
        .containsExactly(
            new Say(new ControllerNote.TransferAnswered(3, 2500, 500, 0)),
            new Say(new ControllerNote.StateEntered(AcState.RESET)));
  }

  @Test
  void sequenceNumbersWrapAfter255() {
    serveWith(
        new DrillController(
            new ControllerConfig(
                "drill-ac",
                "127.0.0.1",
                "17.9.4.27",
                Map.of("ap1g8", IMAGE),
                1,
                ResultCode.SUCCESS,
                Set.of(DataChannel.CLEAR),
                Download.BLOCKS,
                Timers.RFC5415)));
    join();
    receive(1, ask("ap1g8"));
    for (int i = 0; i < 255; i++) {
      receive(i, code(ResultCode.SUCCESS));
    }

    assertThat(withoutNotes(receive(255, code(ResultCode.SUCCESS))))
        .containsExactly(new SendBlock(0, IMAGE, 256, 1, false));
  }

  @Test
  void aDuplicateAnswerMovesNothing() {
    join();
    receive(1, ask("ap1g8"));
    receive(0, code(ResultCode.SUCCESS));
    WtpSession before = session;

    assertThat(receive(0, code(ResultCode.SUCCESS))).isEmpty();
    assertThat(session.transfer()).isEqualTo(before.transfer());
    assertThat(session.pending()).isEqualTo(before.pending());
  }

  @Test
  void aBlockIsSentAgainUnalteredWithDoublingPausesThenGivenUp() {
    join();
    receive(1, ask("ap1g8"));
    SendBlock block = new SendBlock(0, IMAGE, 0, 1000, false);

    for (int seconds : new int[] {3, 6, 12, 15, 15}) {
      Instant before = now;
      assertThat(withoutNotes(deadline())).containsExactly(block);
      assertThat(Duration.between(before, now)).isEqualTo(Duration.ofSeconds(seconds));
    }
    assertThat(withoutNotes(deadline())).containsExactly(new EndSession());
    assertThat(session.state()).isEqualTo(AcState.DTLS_TEARDOWN);
  }

  @Test
  void aRefusedBlockEndsTheTransfer() {
    join();
    receive(1, ask("ap1g8"));

    assertThat(receive(0, code(ResultCode.IMAGE_OTHER)))
        .containsExactly(
            new Say(new ControllerNote.BlockRefused(1, 16)),
            new Say(new ControllerNote.StateEntered(AcState.RESET)));
    assertThat(session.pending()).isEmpty();
  }

  @Test
  void anUnknownFamilyGetsNoImage() {
    join();
    List<ControllerAction> actions = withoutNotes(receive(1, ask("ap3g3")));

    assertThat(actions).hasSize(1);
    assertThat(((ImageDataResponse) sent(actions)).resultCode()).contains(ResultCode.IMAGE_OTHER);
  }

  @Test
  void aSilentControllerAcceptsAndSendsNothing() {
    serveWith(controller(ResultCode.SUCCESS, Download.SILENCE));
    join();
    List<ControllerAction> actions = withoutNotes(receive(1, ask("ap1g8")));

    assertThat(actions).hasSize(1);
    assertThat(((ImageDataResponse) sent(actions)).resultCode()).contains(ResultCode.SUCCESS);
    assertThat(session.pending()).isEmpty();
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswerAndStartsNothing() {
    join();
    ControlMessage accepted = sent(receive(1, ask("ap1g8")));
    WtpSession before = session;
    List<ControllerAction> again = receive(1, ask("ap1g8"));

    assertThat(withoutNotes(again)).containsExactly(new Send(1, accepted));
    assertThat(again).contains(new Say(new ControllerNote.Repeated(1)));
    assertThat(session.transfer()).isEqualTo(before.transfer());
  }

  @Test
  void anOlderRequestIsIgnored() {
    join();
    receive(1, new EchoRequest());

    assertThat(receive(255, new EchoRequest())).isEmpty();
    assertThat(withoutNotes(receive(2, new EchoRequest())))
        .containsExactly(new Send(2, new EchoResponse()));
  }

  @Test
  void fromConfigurationToRun() {
    join();
    assertThat(sent(receive(1, new ConfigurationStatusRequest())))
        .isInstanceOf(ConfigurationStatusResponse.class);
    assertThat(step(new ControllerEvent.KeptAlive(DataChannel.CLEAR))).isEmpty();
    assertThat(sent(receive(2, new ChangeStateEventRequest())))
        .isEqualTo(new ChangeStateEventResponse());
    assertThat(step(new ControllerEvent.KeptAlive(DataChannel.CLEAR)))
        .containsExactly(
            new AnswerKeepAlive(ID),
            new Say(new ControllerNote.DataChannelUp(DataChannel.CLEAR)),
            new Say(new ControllerNote.StateEntered(AcState.RUN)));
    assertThat(step(new ControllerEvent.KeptAlive(DataChannel.CLEAR)))
        .containsExactly(new AnswerKeepAlive(ID));
    assertThat(sent(receive(3, new WtpEventRequest()))).isEqualTo(new WtpEventResponse());
  }

  @Test
  void anOperatorsResetEndsTheSessionWhenItIsAnswered() {
    fromConfigurationToRun();
    Send reset = (Send) withoutNotes(step(new ControllerEvent.ResetWanted())).get(0);

    assertThat(((ResetRequest) reset.message()).first(ImageIdentifier.class))
        .contains(new ImageIdentifier(9, "17.9.4.27"));
    assertThat(withoutNotes(receive(reset.sequence(), new ResetResponse(ResultCode.SUCCESS))))
        .containsExactly(new EndSession());
  }

  @Test
  void requestsOutOfPlaceGetTheirCodes() {
    join();
    assertThat(sent(receive(1, new ChangeStateEventRequest())).first(ResultCode.class))
        .contains(ResultCode.UNEXPECTED_IN_STATE);
    assertThat(sent(receive(2, new StationConfigurationRequest())).first(ResultCode.class))
        .contains(ResultCode.UNEXPECTED_IN_STATE);
    assertThat(sent(receive(3, new UnknownMessage(101, List.of()))).first(ResultCode.class))
        .contains(ResultCode.UNRECOGNIZED_REQUEST);
  }

  @Test
  void aWtpThatDoesNotMoveOnIsDropped() {
    assertThat(withoutNotes(deadline())).containsExactly(new EndSession());
    assertThat(now).isEqualTo(START.plusSeconds(60));
  }

  @Test
  void aWtpThatSaysNothingIsDropped() {
    fromConfigurationToRun();

    assertThat(withoutNotes(deadline())).containsExactly(new EndSession());
    assertThat(now).isEqualTo(START.plusSeconds(90));
    assertThat(receive(9, new EchoRequest())).isEmpty();
  }

  @Test
  void aLostSessionIsNotedOnce() {
    join();
    assertThat(step(new ControllerEvent.Disconnected("the WTP closed the session")))
        .containsExactly(
            new Say(new ControllerNote.StateEntered(AcState.DTLS_TEARDOWN)),
            new Say(new ControllerNote.SessionEnded("the WTP closed the session")));
    assertThat(step(new ControllerEvent.Disconnected("again"))).isEmpty();
  }

  private static List<ControllerNote> notes(List<ControllerAction> actions) {
    return actions.stream()
        .filter(Say.class::isInstance)
        .map(action -> ((Say) action).note())
        .toList();
  }

  @Test
  void onDemandAnImageThatIsHereIsAnnouncedAndSent() {
    serveWith(controller(ResultCode.SUCCESS, Download.ON_DEMAND));
    join();
    assertThat(withoutNotes(receive(1, ask("ap3g3"))))
        .containsExactly(new ControllerAction.FindImage("ap3g3"));

    List<ControllerAction> actions = step(new ControllerEvent.ImageFound(IMAGE));

    ImageDataResponse answer = (ImageDataResponse) sent(actions);
    assertThat(answer.resultCode()).contains(ResultCode.SUCCESS);
    assertThat(answer.first(ImageInformation.class).orElseThrow().fileBytes())
        .isEqualTo(IMAGE.bytes());
    assertThat(actions).anyMatch(SendBlock.class::isInstance);
  }

  @Test
  void onDemandAnImageThatComesLaterIsAcceptedAtOnce() {
    serveWith(controller(ResultCode.SUCCESS, Download.ON_DEMAND));
    join();
    receive(1, ask("ap1g8"));

    List<ControllerAction> accepted = step(new ControllerEvent.ImageComing());
    assertThat(sent(accepted)).isEqualTo(code(ResultCode.SUCCESS));
    assertThat(notes(accepted)).containsExactly(new ControllerNote.ImageAsked("ap1g8", 0));
    assertThat(withoutNotes(receive(1, ask("ap1g8")))).hasSize(1).first().isInstanceOf(Send.class);

    List<ControllerAction> come = step(new ControllerEvent.ImageFound(IMAGE));
    assertThat(withoutNotes(come)).hasSize(1).first().isInstanceOf(SendBlock.class);
  }

  @Test
  void onDemandAnImageThatCannotBeFetchedIsNotSpokenOf() {
    serveWith(controller(ResultCode.SUCCESS, Download.ON_DEMAND));
    join();
    receive(1, ask("ap1g8"));
    step(new ControllerEvent.ImageComing());

    List<ControllerAction> missing = step(new ControllerEvent.ImageMissing());

    assertThat(withoutNotes(missing)).isEmpty();
    assertThat(notes(missing)).containsExactly(new ControllerNote.ImageUnavailable("ap1g8"));
    assertThat(step(new ControllerEvent.ImageFound(IMAGE))).isEmpty();
  }

  @Test
  void onDemandAnImageThatThereIsNotIsRefused() {
    serveWith(controller(ResultCode.SUCCESS, Download.ON_DEMAND));
    join();
    receive(1, ask("ap1g8"));

    assertThat(sent(step(new ControllerEvent.ImageMissing())))
        .isEqualTo(code(ResultCode.IMAGE_OTHER));
  }
}
