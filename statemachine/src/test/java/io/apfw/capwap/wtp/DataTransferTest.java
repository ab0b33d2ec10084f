package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DataTransferRequest;
import io.apfw.capwap.wire.message.DataTransferResponse;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.MessageGrammar;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wire.message.WtpEventResponse;
import io.apfw.capwap.wtp.WtpAction.ReadUpdateLog;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.capwap.wtp.WtpEvent.ControlReceived;
import io.apfw.capwap.wtp.WtpEvent.UpdateLogRead;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.capwap.wtp.WtpEvent.WtpEventRaised;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5415 section 9.6: the AC asks for the log of the last update. */
class DataTransferTest {
  private static final DataTransferResponse TAKEN = new DataTransferResponse(ResultCode.SUCCESS);
  private static final DataTransferResponse NOTHING =
      new DataTransferResponse(ResultCode.NO_INFORMATION_TO_TRANSFER);

  private static DataTransferRequest asking(int mode) {
    return new DataTransferRequest(new DataTransferMode(mode));
  }

  private static Octets log(int bytes) {
    byte[] log = new byte[bytes];
    new Random(bytes).nextBytes(log);
    return Octets.wrap(log);
  }

  private static List<DataTransferData> blocks(List<WtpAction> actions) {
    return Lab.sent(actions).stream()
        .filter(DataTransferRequest.class::isInstance)
        .peek(
            request ->
                assertThat(MessageGrammar.of(request.type()).orElseThrow().violations(request))
                    .isEmpty())
        .map(request -> request.first(DataTransferData.class).orElseThrow())
        .toList();
  }

  /** In Run, asked for the log and told that there is one; the first block is out. */
  private static Lab sending(int bytes) {
    Lab lab = new Lab().inRun();
    assertThat(lab.request(asking(DataTransferMode.CRASH_DATA)))
        .containsExactly(new ReadUpdateLog());
    List<WtpAction> actions = lab.on(new UpdateLogRead(log(bytes)));
    assertThat(Lab.sent(actions)).hasSize(2).startsWith(TAKEN);
    return lab;
  }

  /** What waits for its answer is the AC's request for the log, and no block. */
  @Test
  void q_aFetchThatEndsWhileTheLogIsReadLeavesTheAnswerToTheLog() {
    Lab failing = new Lab().predownloading();
    failing.request(asking(DataTransferMode.CRASH_DATA));
    assertThat(Lab.sent(failing.on(Fetching.failed(Cause.PRECHECK_FAILED)))).isEmpty();
    assertThat(Lab.sent(failing.on(new UpdateLogRead(log(5))))).startsWith(TAKEN);

    Lab ended = new Lab().predownloading();
    ended.on(new UpdateReady());
    ended.answer(
        new ImageDataResponse(
            ResultCode.SUCCESS,
            new ImageInformation(4, Octets.wrap(new byte[ImageInformation.MD5_BYTES]))));
    ended.block("1234", false);
    int block = ended.session().exchange().unanswered().orElseThrow();
    ended.on(new BlockAccepted(block));
    ended.pass(3_000);
    ended.request(asking(DataTransferMode.CRASH_DATA));
    assertThat(Lab.sent(ended.on(new UpdateVerified()))).isEmpty();
    assertThat(Lab.sent(ended.on(new UpdateLogRead(log(5))))).startsWith(TAKEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 5000, Upload.LOG_BYTES_MAX})
  void q_theLogComesWholeOneBlockOutstandingAndTheLastSaysSo(int bytes) {
    Lab lab = sending(bytes);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    List<DataTransferData> out = blocks(lab.actions);
    while (!out.isEmpty()) {
      assertThat(out).hasSize(1);
      DataTransferData block = out.get(0);
      assertThat(block.mode()).isEqualTo(DataTransferMode.CRASH_DATA);
      assertThat(block.data().length()).isBetween(1, Upload.BLOCK_BYTES_MAX);
      whole.writeBytes(block.data().toArray());
      assertThat(block.dataType())
          .isEqualTo(whole.size() == bytes ? DataTransferData.LAST : DataTransferData.DATA);
      out = blocks(lab.answer(TAKEN));
    }
    assertThat(whole.toByteArray()).isEqualTo(log(bytes).toArray());
    assertThat(lab.reports()).endsWith(new Report.UpdateLogSent(Lab.AC.address(), bytes));
    assertThat(((WtpState.Run) lab.state).telling().upload()).isEmpty();
  }

  @Test
  void q_withoutALogThereIsNothingToTransfer() {
    Lab lab = new Lab().inRun();
    lab.request(asking(DataTransferMode.CRASH_DATA));
    assertThat(Lab.sent(lab.on(new UpdateLogRead(Octets.EMPTY)))).containsExactly(NOTHING);
    assertThat(lab.request(asking(DataTransferMode.CRASH_DATA)))
        .as("the next request is a new one")
        .containsExactly(new ReadUpdateLog());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, DataTransferMode.MEMORY_DUMP, 3, 255})
  void q_noOtherModeGivesAnything(int mode) {
    Lab lab = new Lab().inRun();
    assertThat(Lab.sent(lab.request(asking(mode)))).containsExactly(NOTHING);
  }

  @Test
  void q_aRequestWithoutAModeLacksSomething() {
    Lab lab = new Lab().inRun();
    ControlMessage data =
        new DataTransferRequest(
            new DataTransferData(
                DataTransferData.DATA, DataTransferMode.CRASH_DATA, Octets.utf8("x")));
    for (ControlMessage request : List.of(data, new DataTransferRequest())) {
      assertThat(Lab.sent(lab.request(request)))
          .singleElement()
          .satisfies(response -> assertThat(Lab.code(response)).isEqualTo(20));
    }
  }

  @Test
  void q_aLogThatIsTooLongIsNotSent() {
    Lab lab = new Lab().inRun();
    lab.request(asking(DataTransferMode.CRASH_DATA));
    assertThat(Lab.sent(lab.on(new UpdateLogRead(log(Upload.LOG_BYTES_MAX + 1)))))
        .containsExactly(NOTHING);
  }

  @Test
  void q_aRepeatedRequestIsAnsweredAgainAndReadOnce() {
    Lab lab = new Lab().inRun();
    ControlReceived request = new ControlReceived(7, asking(DataTransferMode.CRASH_DATA));
    assertThat(lab.on(request)).containsExactly(new ReadUpdateLog());
    assertThat(lab.on(request)).as("while it is read").isEmpty();
    lab.on(new UpdateLogRead(log(10)));
    assertThat(lab.on(request)).containsExactly(new SendControl(7, TAKEN));
  }

  @Test
  void q_anotherRequestMeanwhileChangesNothing() {
    Lab lab = sending(3000);
    assertThat(Lab.sent(lab.request(asking(DataTransferMode.CRASH_DATA)))).containsExactly(TAKEN);
    assertThat(Lab.sent(lab.request(asking(DataTransferMode.MEMORY_DUMP))))
        .containsExactly(NOTHING);
    assertThat(blocks(lab.answer(TAKEN)))
        .containsExactly(
            new DataTransferData(
                DataTransferData.DATA, DataTransferMode.CRASH_DATA, log(3000).slice(1024, 1024)));
  }

  @Test
  void q_anAcThatRefusesABlockEndsTheTransfer() {
    Lab lab = sending(3000);
    List<WtpAction> actions = lab.answer(new DataTransferResponse(ResultCode.UNEXPECTED_IN_STATE));
    assertThat(Lab.sent(actions)).isEmpty();
    assertThat(Lab.reports(actions))
        .containsExactly(new Report.Refused(Lab.AC.address(), "Data Transfer Request", 18));
    assertThat(lab.request(asking(DataTransferMode.CRASH_DATA)))
        .containsExactly(new ReadUpdateLog());
  }

  @Test
  void q_aBlockIsSentAgainAsItWas() {
    Lab lab = sending(3000);
    List<WtpAction> first = new ArrayList<>(lab.actions);
    List<WtpAction> again = lab.pass(3000);
    assertThat(again).hasSize(1);
    assertThat(first).contains(again.get(0));
  }

  @Test
  void q_aTransferThatTakesTooLongIsAborted() {
    Lab lab = sending(200_000);
    Timers timers = Timers.defaults();
    long slow = timers.millis(Timer.DATA_TRANSFER) / 60;
    List<DataTransferData> last = List.of();
    for (int i = 0; i < 61 && aborts(last).isEmpty(); i++) {
      lab.passServed(slow);
      last = blocks(lab.answer(TAKEN));
    }
    assertThat(last)
        .containsExactly(
            new DataTransferData(
                DataTransferData.ABORT, DataTransferMode.CRASH_DATA, Octets.wrap(new byte[1])));
    assertThat(Lab.sent(lab.answer(TAKEN))).isEmpty();
    assertThat(((WtpState.Run) lab.state).telling().upload()).isEmpty();
  }

  private static List<DataTransferData> aborts(List<DataTransferData> blocks) {
    return blocks.stream().filter(b -> b.dataType() == DataTransferData.ABORT).toList();
  }

  @Test
  void q_aShellThatNeverReadsIsNotWaitedForForEver() {
    Lab lab = new Lab().inRun();
    lab.request(asking(DataTransferMode.CRASH_DATA));
    List<WtpAction> done = lab.passServed(Timers.defaults().millis(Timer.DATA_TRANSFER));
    assertThat(Lab.sent(done)).containsOnlyOnce(NOTHING);
    assertThat(lab.on(new UpdateLogRead(log(10)))).as("too late").isEmpty();
  }

  @Test
  void q_eventsAndEchosGoBetweenTheBlocks() {
    Lab lab = sending(3000);
    VendorSpecificPayload event = new VendorSpecificPayload(9, 1, Octets.utf8("1"));
    assertThat(Lab.sent(lab.on(new WtpEventRaised(event)))).isEmpty();
    assertThat(Lab.sent(lab.answer(TAKEN))).containsExactly(new WtpEventRequest(event));
    assertThat(blocks(lab.answer(new WtpEventResponse()))).hasSize(1);
    assertThat(blocks(lab.answer(TAKEN)))
        .singleElement()
        .satisfies(block -> assertThat(block.dataType()).isEqualTo(DataTransferData.LAST));
  }

  @Test
  void p_aLostAcTakesTheTransferAlong() {
    Lab lab = sending(3000);
    assertThat(Lab.stages(lab.on(new WtpEvent.DtlsPeerDisconnect()))).startsWith("DTLS Teardown");
    assertThat(lab.on(new UpdateLogRead(log(10)))).isEmpty();
  }

  @Test
  void onlyRunTransfersData() {
    Lab joining = new Lab().inJoin(Lab.INVENTORY);
    Lab checking = new Lab().inDataCheck();
    for (Lab lab : List.of(joining, checking)) {
      assertThat(Lab.sent(lab.request(asking(DataTransferMode.CRASH_DATA))))
          .singleElement()
          .satisfies(response -> assertThat(Lab.code(response)).isEqualTo(18));
    }
  }

  @Test
  void anAnswerToSomethingElseIsNoAcknowledgement() {
    Lab lab = sending(3000);
    int sequence = lab.session().exchange().outstanding().orElseThrow().sequence();
    assertThat(lab.on(new ControlReceived(sequence, new EchoResponse()))).isEmpty();
  }
}
