package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wtp.DataChannel;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.OpenDataChannel;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.DataCheck;
import io.apfw.report.Report;
import java.util.Optional;

/**
 * Data Check: RFC 5415 2.3.1, transitions n and o.
 *
 * <p>2.3.1 (o) takes the WTP to Run with the Change State Event Response, before the data channel
 * has carried anything, though the transition "occurs when the linkage between the control and data
 * channels is established", and the AC waits for the keep-alive. We wait for its answer too, for
 * DataCheckTimer at most: Run then means that both channels work.
 */
final class DataCheckRules extends ConnectedRules<DataCheck> {
  DataCheckRules(DataCheck state, Turn turn) {
    super(state, turn);
  }

  /** Transition m. */
  static WtpState enter(Turn turn, Memory memory, Session session) {
    turn.enter(Stage.DATA_CHECK);
    return new DataCheck(
        memory,
        turn.send(session, Messages.changeState(turn.config().identity())),
        Optional.empty(),
        turn.in(Timer.DATA_CHECK));
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    return request instanceof ResetRequest reset
        ? resetRequested(session, reset)
        : unexpected(session, request);
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage response) {
    turn.act(new OpenDataChannel(session.ac().data(), session.dtlsData()));
    return state.with(session);
  }

  /** Transition n. */
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
    if (turn.passed(state.until())) {
      return lost("no data channel within DataCheckTimer");
    }
    Optional<Session> tended = tend(false);
    if (tended.isEmpty()) {
      return lost("no answer");
    }
    Optional<DataChannel> channel = state.channel();
    if (channel.isPresent() && turn.passed(channel.get().keepAliveAt())) {
      channel = Optional.of(KeepAlives.send(turn, tended.get(), channel.get()));
    }
    return new DataCheck(state.memory(), tended.get(), channel, state.until());
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

  @Override
  public WtpState dataChannelOpened(WtpEvent.DataChannelOpened event) {
    return new DataCheck(
        state.memory(),
        state.session(),
        Optional.of(KeepAlives.first(turn, state.session())),
        state.until());
  }

  @Override
  public WtpState dataChannelFailed(WtpEvent.DataChannelFailed event) {
    return lost("data channel: " + event.reason());
  }

  @Override
  public WtpState dataKeepAliveReceived(WtpEvent.DataKeepAliveReceived event) {
    if (state.channel().isEmpty() || !event.sessionId().equals(state.session().id())) {
      return state;
    }
    turn.say(new Report.DataChannelUp(state.session().ac().toString(), state.session().dtlsData()));
    return RunRules.enter(turn, state.memory(), state.session(), KeepAlives.answered(turn));
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
