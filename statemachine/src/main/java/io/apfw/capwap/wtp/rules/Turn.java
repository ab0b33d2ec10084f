package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.exchange.RetransmitPolicy;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpAction.KeepReboots;
import io.apfw.capwap.wtp.WtpAction.Say;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One step in the making: its time, and the actions so far. */
final class Turn {
  private static final String WTP_EVENT_REQUEST = "CAPWAP_WTP_EVENT_REQUEST";

  private final WtpConfig config;
  private final Instant now;
  private final List<WtpAction> actions = new ArrayList<>();

  Turn(WtpConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  WtpConfig config() {
    return config;
  }

  Instant now() {
    return now;
  }

  List<WtpAction> actions() {
    return actions;
  }

  void act(WtpAction action) {
    actions.add(action);
  }

  void say(Report report) {
    actions.add(new Say(report));
  }

  void enter(Stage stage) {
    say(new Report.StateEntered(stage.title()));
  }

  long millis(Timer timer) {
    return config.timers().millis(timer);
  }

  /** When that timer, started now, ends. */
  Instant in(Timer timer) {
    return now.plusMillis(millis(timer));
  }

  boolean passed(Instant deadline) {
    return !now.isBefore(deadline);
  }

  RetransmitPolicy policy(Session session) {
    return new RetransmitPolicy(
        millis(Timer.RETRANSMIT_INTERVAL),
        config.counters().retransmissionsMax(),
        Math.max(1, session.echoMillis() / 2));
  }

  /** Sends a request, which restarts the EchoInterval (RFC 5415 2.3.1 q). */
  Session send(Session session, ControlMessage request) {
    act(new SendControl(session.exchange().nextSequence(), request));
    return resetEcho(session.with(session.exchange().send(request, now, policy(session))));
  }

  /** Answers the request that is worked on. */
  Session answer(Session session, ControlMessage response) {
    act(new SendControl(session.exchange().unanswered().orElseThrow(), response));
    return session.with(session.exchange().answer(response));
  }

  Session resetEcho(Session session) {
    return session.withEchoAt(now.plusMillis(session.echoMillis()));
  }

  /** These are the counts from now on, and after a reboot. */
  Memory count(Memory memory, Reboots reboots) {
    act(new KeepReboots(reboots));
    return memory.with(reboots);
  }

  /**
   * A WTP Event Request is for Run only (RFC 5415 9.4); elsewhere the event is lost, and counted.
   */
  Memory discardEvent(Memory memory, Stage stage) {
    say(
        new Report.MessageDiscarded(
            WTP_EVENT_REQUEST, WtpEventRequest.TYPE, stage.title(), stage.number()));
    return memory.withEventDiscarded();
  }
}
