package io.apfw.drills.controller;

import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.drills.controller.ControllerAction.Say;
import io.apfw.drills.controller.ControllerAction.Send;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.drills.controller.WtpSession.Answered;
import io.apfw.drills.controller.WtpSession.Asked;
import io.apfw.drills.controller.WtpSession.Pending;
import io.apfw.drills.controller.WtpSession.Transfer;
import io.apfw.machine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session in the middle of one step: changed in place, then frozen by {@link #step}. */
final class SessionDraft {
  private final Timers timers;
  private final Instant now;
  private final List<ControllerAction> actions = new ArrayList<>();
  private AcState state;
  private Optional<SessionId> id;
  private Optional<Answered> answered;
  private int nextSequence;
  private List<Pending> pending;
  private int window;
  private boolean locates;
  private Optional<Asked> asked;
  private Optional<Transfer> transfer;
  private Optional<Instant> stateDeadline;
  private Instant silenceDeadline;
  private boolean bent;

  SessionDraft(WtpSession session, Timers timers, Instant now) {
    this.timers = timers;
    this.now = now;
    this.state = session.state();
    this.id = session.id();
    this.answered = session.answered();
    this.nextSequence = session.nextSequence();
    this.pending = session.pending();
    this.window = session.window();
    this.locates = session.locates();
    this.asked = session.asked();
    this.transfer = session.transfer();
    this.stateDeadline = session.stateDeadline();
    this.silenceDeadline = session.silenceDeadline();
    this.bent = session.bent();
  }

  Step<WtpSession, ControllerAction> step() {
    return new Step<>(
        new WtpSession(
            state,
            id,
            answered,
            nextSequence,
            pending,
            window,
            locates,
            asked,
            transfer,
            stateDeadline,
            silenceDeadline,
            bent),
        actions);
  }

  AcState state() {
    return state;
  }

  Optional<Asked> asked() {
    return asked;
  }

  /** What the WTP waits for from now on. */
  void asked(Optional<Asked> next) {
    asked = next;
  }

  Optional<Transfer> transfer() {
    return transfer;
  }

  /** Whether the controller departs from the RFC in this way now. */
  boolean bends(ControllerConfig config, Bend bend) {
    return config.bends(bend) && !bent;
  }

  void bend() {
    bent = true;
  }

  void heard() {
    silenceDeadline = now.plus(timers.wtpSilence());
  }

  /** Whether a Join Request was answered with success. */
  boolean joined() {
    return id.isPresent();
  }

  void named(SessionId newId) {
    id = Optional.of(newId);
  }

  /** Enters a state that may last for {@code bound}, or for as long as messages come. */
  void enter(AcState next, Optional<Duration> bound) {
    stateDeadline = bound.map(now::plus);
    if (next != state) {
      state = next;
      say(new ControllerNote.StateEntered(next));
    }
  }

  void say(ControllerNote note) {
    actions.add(new Say(note));
  }

  void act(ControllerAction action) {
    actions.add(action);
  }

  /** Answers a request and keeps the answer for its repetition. */
  void answer(int sequence, ControlMessage response) {
    Send send = new Send(sequence, response);
    answered = Optional.of(new Answered(sequence, send));
    actions.add(send);
  }

  void transfer(Transfer next) {
    transfer = Optional.of(next);
  }

  void endTransfer() {
    transfer = Optional.empty();
  }

  int nextSequence() {
    return nextSequence;
  }

  /** Agrees with the WTP on so many Image Data Requests outstanding. */
  void window(int requests) {
    window = requests;
    say(new ControllerNote.WindowAgreed(requests));
  }

  /** Whether the WTP may be told where an image is. */
  boolean locates() {
    return locates;
  }

  /** Agrees with the WTP on that. */
  void agreeToLocate() {
    locates = true;
  }

  /** Whether another Image Data Request may go out. */
  boolean hasRoom() {
    return state != AcState.DTLS_TEARDOWN && pending.size() < window;
  }

  /** Sends a request of ours that bears {@link #nextSequence}, alone outstanding. */
  void request(ControllerAction request, int responseType) {
    pending = List.of();
    requestBeside(request, responseType);
  }

  /** The same beside those that are outstanding. */
  void requestBeside(ControllerAction request, int responseType) {
    Duration wait = timers.retransmitInterval();
    List<Pending> more = new ArrayList<>(pending);
    more.add(new Pending(request, nextSequence, responseType, 1, wait, now.plus(wait)));
    pending = more;
    nextSequence = nextSequence + 1 & 0xff;
    actions.add(request);
  }

  /**
   * One request has its answer, and with it all before it: a WTP answers in order. Were an older
   * one still waited for while newer ones go on, its number would be used twice.
   */
  void answeredByWtp(Pending one) {
    pending = pending.subList(pending.indexOf(one) + 1, pending.size());
  }

  /** No answer is waited for any more. */
  void answeredByWtp() {
    pending = List.of();
  }

  /** Sends the pending request again; false when that was done often enough. */
  boolean retransmit(Pending late) {
    if (late.transmissions() > timers.maxRetransmit()) {
      return false;
    }
    Duration cap = timers.echoInterval().dividedBy(2);
    Duration doubled = late.interval().multipliedBy(2);
    Duration wait = doubled.compareTo(cap) > 0 ? cap : doubled;
    Pending again =
        new Pending(
            late.request(),
            late.sequence(),
            late.responseType(),
            late.transmissions() + 1,
            wait,
            now.plus(wait));
    pending =
        pending.stream().map(other -> other.sequence() == late.sequence() ? again : other).toList();
    say(new ControllerNote.Retransmitted(late.sequence(), late.transmissions() + 1));
    actions.add(late.request());
    return true;
  }

  /** Ends the session; the WTP is told by close_notify if it can still be reached. */
  void end(String reason, boolean tellWtp) {
    pending = List.of();
    asked = Optional.empty();
    transfer = Optional.empty();
    enter(AcState.DTLS_TEARDOWN, Optional.empty());
    say(new ControllerNote.SessionEnded(reason));
    if (tellWtp) {
      actions.add(new ControllerAction.EndSession());
    }
  }
}
