package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ConfigurationStatusResponse;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Configure;
import io.apfw.report.Report;
import java.util.Optional;

/**
 * Configure: RFC 5415 2.3.1, transitions h, i and m.
 *
 * <p>Of the configuration only CAPWAP Timers and what it says of other ACs concern this agent; IEEE
 * 802.11 belongs to others.
 */
final class ConfigureRules extends ConnectedRules<Configure> {
  ConfigureRules(Configure state, Turn turn) {
    super(state, turn);
  }

  /** Transition g. */
  static WtpState enter(Turn turn, Memory memory, Session session) {
    turn.enter(Stage.CONFIGURE);
    return new Configure(
        memory,
        turn.send(
            session,
            Messages.configurationStatus(
                turn.config().identity(),
                session.acName(),
                memory.acs().priorities(),
                turn.millis(Timer.STATISTICS),
                memory.reboots())));
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    return request instanceof ResetRequest reset
        ? resetRequested(session, reset)
        : unexpected(session, request);
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage message) {
    ConfigurationStatusResponse response = (ConfigurationStatusResponse) message;
    // Not in the grammar, but the only way in which 2.3.1 (h) could be told an error.
    Optional<ResultCode> code = response.first(ResultCode.class);
    if (code.isPresent() && !code.get().isSuccess()) {
      turn.say(
          new Report.Refused(
              session.ac().toString(), "Configuration Status Request", (int) code.get().code()));
      turn.enter(Stage.RESET);
      return restart("configuration refused: " + code.get().meaning());
    }
    Memory memory = Fallbacks.learn(state.memory(), response, session);
    Session timed = session;
    if (response.capwapTimers().isPresent()) {
      CapwapTimers timers = response.capwapTimers().get();
      memory = timed(memory, timers);
      timed = timed(session, timers);
    }
    return DataCheckRules.enter(turn, memory, timed);
  }

  /** Transition i. */
  @Override
  WtpState lost(String reason) {
    return restart(reason);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    Optional<Session> tended = tend(false);
    return tended.isPresent() ? state.with(tended.get()) : lost("no answer");
  }

  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    return state.with(state.memory().with(state.memory().acs().found(event.candidates())));
  }

  @Ignored("discovery is over")
  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    return state;
  }

  @Override
  public WtpState controlReceived(WtpEvent.ControlReceived event) {
    return receive(event);
  }

  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return dropped(event.reason());
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return state;
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return state;
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return state;
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return state;
  }

  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return dtlsLost("aborted");
  }

  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return dtlsLost(event.reason());
  }

  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return dropped(event.reason());
  }

  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return dtlsLost("closed by the AC");
  }

  @Ignored("no data channel")
  @Override
  public WtpState dataChannelOpened(WtpEvent.DataChannelOpened event) {
    return state;
  }

  @Ignored("no data channel")
  @Override
  public WtpState dataChannelFailed(WtpEvent.DataChannelFailed event) {
    return state;
  }

  @Ignored("no data channel")
  @Override
  public WtpState dataKeepAliveReceived(WtpEvent.DataKeepAliveReceived event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return state;
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    return leave(BOOT_IMAGE);
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateAborted(WtpEvent.UpdateAborted event) {
    return state;
  }

  @Override
  public WtpState inventoryChanged(WtpEvent.InventoryChanged event) {
    return state.with(state.memory().with(event.inventory()));
  }

  @Override
  public WtpState wtpEventRaised(WtpEvent.WtpEventRaised event) {
    return state.with(turn.discardEvent(state.memory(), state.stage()));
  }

  @Ignored("only Run transfers data")
  @Override
  public WtpState updateLogRead(WtpEvent.UpdateLogRead event) {
    return state;
  }

  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return leave(after(event));
  }
}
