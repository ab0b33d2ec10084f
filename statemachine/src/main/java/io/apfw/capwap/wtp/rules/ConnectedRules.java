package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.exchange.Exchange.Due;
import io.apfw.capwap.exchange.Incoming;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.MessageGrammar;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent.ControlReceived;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Connected;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import java.util.List;
import java.util.Optional;

/**
 * What the states with a session share: the exchange, and what to do when the AC is lost.
 *
 * @param <S> the state
 */
abstract class ConnectedRules<S extends Connected> extends Rules<S> {
  ConnectedRules(S state, Turn turn) {
    super(state, turn);
  }

  /** A request of the AC's that has not been seen before and has what its grammar asks for. */
  abstract WtpState requested(Session session, ControlMessage request);

  /** The response to our outstanding request. */
  abstract WtpState answered(Session session, ControlMessage request, ControlMessage response);

  /** Whether the AC does what an unanswered request asks for: then it is there. */
  boolean actsOn(ControlMessage request) {
    return false;
  }

  /** The AC is lost: by DTLS, or because it does not answer. */
  abstract WtpState lost(String reason);

  /** Sorts a message by the rules of RFC 5415 section 4.5.3. */
  final WtpState receive(ControlReceived event) {
    Session session = state.session();
    ControlMessage message = event.message();
    if (!message.isRequest()) {
      Optional<ControlMessage> request = session.exchange().answeredBy(event.sequence(), message);
      return request.isPresent()
          ? answered(session.with(session.exchange().answered()), request.get(), message)
          : state;
    }
    Incoming incoming = session.exchange().incoming(event.sequence(), message);
    if (incoming instanceof Incoming.Repeated repeated) {
      turn.act(new SendControl(event.sequence(), repeated.response()));
      return state;
    }
    if (incoming instanceof Incoming.Kept kept) {
      return state.with(session.with(session.exchange().with(kept.next())));
    }
    if (!(incoming instanceof Incoming.Fresh fresh)) {
      return state;
    }
    Session heard = session.with(session.exchange().with(fresh.next()));
    Optional<MessageGrammar.Refusal> refusal = MessageGrammar.check(message);
    if (refusal.isEmpty()) {
      return requested(heard, message);
    }
    return refusal
        .get()
        .response()
        .map(response -> state.with(turn.answer(heard, response)))
        .orElse(state);
  }

  /** Refuses a request that has no place in this state. */
  final WtpState unexpected(Session session, ControlMessage request) {
    return state.with(reply(session, request, ResultCode.UNEXPECTED_IN_STATE));
  }

  /** Answers with a code; a request whose response carries none is dropped in silence. */
  final Session reply(Session session, ControlMessage request, ResultCode code) {
    int type = request.type() + 1;
    boolean sayable =
        MessageGrammar.of(type)
            .map(
                g ->
                    g.mandatory().contains(ResultCode.TYPE)
                        || g.optional().contains(ResultCode.TYPE))
            .orElse(true);
    return sayable ? turn.answer(session, ControlMessage.of(type, List.of(code))) : state.session();
  }

  /**
   * Transition r: answer, activate, tear down, reboot. Only a stored image that has not failed here
   * is activated, and none while the running one is on trial; else the answer says so, and the WTP
   * reboots as 9.2 demands.
   */
  final WtpState resetRequested(Session session, ResetRequest request) {
    String version = request.imageIdentifier().map(ImageIdentifier::identifier).orElse("");
    Inventory inventory = state.memory().inventory();
    boolean running = inventory.running().equals(version);
    boolean activate =
        !running
            && !inventory.onTrial()
            && !inventory.quarantined().contains(version)
            && inventory.stored().equals(Optional.of(version));
    Session replied =
        reply(
            session,
            request,
            running || activate ? ResultCode.SUCCESS : ResultCode.RESET_FIRMWARE_WRITE);
    if (activate) {
      return ResetRules.activate(turn, state.memory(), replied, version, true);
    }
    turn.enter(Stage.RESET);
    return TeardownRules.lingering(turn, state.memory(), replied, RELOAD);
  }

  /** An AC's CAPWAP Timers; 0 is no time at all and is passed over. */
  final Session timed(Session session, CapwapTimers timers) {
    return timers.echoRequestSeconds() == 0
        ? session
        : turn.resetEcho(session.withEchoMillis(1000L * timers.echoRequestSeconds()));
  }

  /** The same for what outlives the session. */
  final Memory timed(Memory memory, CapwapTimers timers) {
    return timers.discoverySeconds() == 0
        ? memory
        : memory.withMaxDiscoveryMillis(1000L * timers.discoverySeconds());
  }

  /** What could not be read; told once for a session, then only counted. */
  final WtpState dropped(String reason) {
    if (state.session().inputsDropped() == 0) {
      turn.say(new Report.InputDropped(state.session().ac().toString(), reason, Optional.empty()));
    }
    return state.with(state.session().withInputDropped());
  }

  /** DTLS ended the session. */
  final WtpState dtlsLost(String reason) {
    turn.say(new Report.DtlsFailed(state.session().ac().toString(), reason));
    return lost(reason);
  }

  /** Starts over: the AC is lost or refuses. Before Run that counts against it. */
  final WtpState restart(String reason) {
    turn.say(new Report.Restarting(reason));
    Memory memory =
        state.stage() == Stage.RUN
            ? state.memory()
            : Choosing.failed(turn, state.memory(), state.session().ac().control());
    return TeardownRules.enter(turn, memory, new After.Again(false));
  }

  /** Leaves for good. */
  final WtpState leave(After after) {
    return TeardownRules.enter(turn, state.memory(), after);
  }

  /**
   * The session after its own deadlines have been seen to; empty when the AC has been given up,
   * which has been said then.
   */
  final Optional<Session> tend(boolean echoes) {
    Session session = state.session();
    if (session.closed()) {
      return Optional.of(session);
    }
    Due due = session.exchange().due(turn.now(), turn.policy(session));
    if (due instanceof Due.GivenUp dead) {
      if (actsOn(dead.request())) {
        return Optional.of(session.with(session.exchange().answered()));
      }
      turn.say(
          new Report.NoAnswer(
              session.ac().toString(), nameOf(dead.request()), dead.transmissions()));
      return Optional.empty();
    }
    if (due instanceof Due.Repeat repeat) {
      turn.act(new SendControl(repeat.sequence(), repeat.request()));
      session = session.with(repeat.next());
    }
    if (echoes && turn.passed(session.echoAt())) {
      session =
          session.exchange().free()
              ? turn.send(session, new EchoRequest())
              : turn.resetEcho(session);
    }
    return Optional.of(session);
  }

  static String nameOf(ControlMessage message) {
    return MessageGrammar.of(message.type())
        .map(MessageGrammar::name)
        .orElse("message " + Integer.toUnsignedString(message.type()));
  }
}
