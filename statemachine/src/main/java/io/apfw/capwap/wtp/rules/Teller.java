package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DataTransferRequest;
import io.apfw.capwap.wire.message.DataTransferResponse;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Telling;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Upload;
import io.apfw.capwap.wtp.WtpAction.ReadUpdateLog;
import io.apfw.capwap.wtp.WtpState.Run;
import io.apfw.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes from the WTP to its AC in Run: WTP Events (RFC 5415 9.4), statistics (4.7.14), and the
 * update log by Data Transfer (9.6). Events go first; each waits until nothing is outstanding.
 *
 * <p><b>Which Data Transfer Mode the update log is.</b> 4.6.16 knows Crash Data and Memory Dump and
 * has neither a mode for logs nor a range for vendors; 9.6 says that the transfer is for "crash or
 * debug information", and its example asks for "its latest crash file". What this agent keeps of a
 * failure, and what an AC wants after one, is the log of the last update, so that is what Crash
 * Data gives. A Memory Dump would give away keys: it is answered with 22, No Information to
 * Transfer, and so is a mode that nobody knows, for there is no code for it.
 *
 * <p><b>The end.</b> 4.6.15 wants at least one byte of data in every element. So the last bytes
 * themselves are the block that says EOF, and the one that says an error carries a zero.
 *
 * <p>A second request while a transfer goes on is answered with 0 and changes nothing. An AC that
 * answers a block with an error has ended the transfer.
 */
final class Teller {
  private static final Octets NOTHING = Octets.wrap(new byte[1]);

  private final Run run;
  private final Turn turn;

  Teller(Run run, Turn turn) {
    this.run = run;
    this.turn = turn;
  }

  /** On entering Run. */
  static Telling begin(Turn turn) {
    long millis = turn.millis(Timer.STATISTICS);
    return new Telling(List.of(), Optional.empty(), millis, turn.now().plusMillis(millis), false);
  }

  /** One more event; if too many wait, the oldest gives way. */
  Run raised(MessageElement event) {
    List<MessageElement> events = new ArrayList<>(run.telling().events());
    events.add(event);
    Memory memory = run.memory();
    if (events.size() > turn.config().counters().eventsMax()) {
      events.remove(0);
      memory = turn.discardEvent(memory, run.stage());
    }
    return flushed(run.with(memory).with(run.telling().with(events)));
  }

  /** An AC's Data Transfer Request. */
  Run asked(Session session, DataTransferRequest request) {
    Optional<Integer> mode = request.first(DataTransferMode.class).map(DataTransferMode::mode);
    if (mode.isEmpty()) {
      return answer(session, ResultCode.MISSING_MANDATORY_ELEMENT);
    } else if (mode.get() != DataTransferMode.CRASH_DATA) {
      return answer(session, ResultCode.NO_INFORMATION_TO_TRANSFER);
    } else if (run.telling().upload().isPresent()) {
      return answer(session, ResultCode.SUCCESS);
    }
    turn.act(new ReadUpdateLog());
    return uploading(run.with(session), new Upload.Reading(turn.in(Timer.DATA_TRANSFER)));
  }

  /** The shell has read the log; empty when there was never an update. */
  Run read(Octets log) {
    if (!(run.telling().upload().orElse(null) instanceof Upload.Reading reading)) {
      return run;
    }
    if (log.length() == 0 || log.length() > Upload.LOG_BYTES_MAX) {
      return nothingToSend();
    }
    return flushed(
        uploading(
            answer(run.session(), ResultCode.SUCCESS),
            new Upload.Sending(log, 0, false, reading.until())));
  }

  private Run nothingToSend() {
    return silent(answer(run.session(), ResultCode.NO_INFORMATION_TO_TRANSFER));
  }

  /** The AC's answer to a block. */
  Run answered(DataTransferResponse response) {
    if (!(run.telling().upload().orElse(null) instanceof Upload.Sending sending)
        || !sending.asked()) {
      return run;
    }
    ResultCode code = response.resultCode().orElse(ResultCode.SUCCESS);
    if (!code.isSuccess()) {
      turn.say(
          new Report.Refused(
              run.session().ac().toString(), "Data Transfer Request", (int) code.code()));
      return silent(run);
    }
    int taken = sending.taken() + blockBytes(sending);
    if (taken == sending.log().length()) {
      turn.say(new Report.UpdateLogSent(run.session().ac().toString(), taken));
      return silent(run);
    }
    return uploading(run, new Upload.Sending(sending.log(), taken, false, sending.until()));
  }

  /** After a deadline, if it was one of these. */
  Run late() {
    Telling telling = run.telling();
    Run told =
        turn.passed(telling.statisticsAt())
            ? run.with(telling.withStatistics(telling.statisticsMillis(), turn.now()).owing(true))
            : run;
    return new Teller(told, turn).uploadLate();
  }

  private Run uploadLate() {
    Upload upload = run.telling().upload().orElse(null);
    if (upload instanceof Upload.Reading reading && turn.passed(reading.until())) {
      return nothingToSend();
    }
    return upload instanceof Upload.Sending sending && turn.passed(sending.until())
        ? uploading(run, new Upload.GivenUp())
        : run;
  }

  /** Sends what is next, if nothing is outstanding. */
  Run flush() {
    if (!run.session().exchange().free()) {
      return run;
    }
    List<MessageElement> events = run.telling().events();
    if (!events.isEmpty()) {
      return run.with(turn.send(run.session(), new WtpEventRequest(events.get(0))))
          .with(run.telling().with(events.subList(1, events.size())));
    }
    if (run.telling().statisticsOwed()) {
      return run.with(
              turn.send(
                  run.session(),
                  Messages.statistics(turn.config().identity(), run.memory().reboots())))
          .with(run.telling().owing(false));
    }
    Upload upload = run.telling().upload().orElse(null);
    if (upload instanceof Upload.Sending sending) {
      int end = sending.taken() + blockBytes(sending);
      boolean last = end == sending.log().length();
      return uploading(
          run.with(
              send(
                  last ? DataTransferData.LAST : DataTransferData.DATA,
                  sending.log().slice(sending.taken(), end - sending.taken()))),
          new Upload.Sending(sending.log(), sending.taken(), true, sending.until()));
    }
    return upload instanceof Upload.GivenUp
        ? silent(run.with(send(DataTransferData.ABORT, NOTHING)))
        : run;
  }

  private Session send(int type, Octets data) {
    ControlMessage request =
        new DataTransferRequest(new DataTransferData(type, DataTransferMode.CRASH_DATA, data));
    return turn.send(run.session(), request);
  }

  private static int blockBytes(Upload.Sending sending) {
    return Math.min(Upload.BLOCK_BYTES_MAX, sending.log().length() - sending.taken());
  }

  private Run answer(Session session, ResultCode code) {
    return run.with(turn.answer(session, new DataTransferResponse(code)));
  }

  private Run flushed(Run next) {
    return new Teller(next, turn).flush();
  }

  private static Run uploading(Run run, Upload upload) {
    return run.with(run.telling().with(Optional.of(upload)));
  }

  private static Run silent(Run run) {
    return run.with(run.telling().with(Optional.<Upload>empty()));
  }
}
