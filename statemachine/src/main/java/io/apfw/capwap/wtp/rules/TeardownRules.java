package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.exchange.Incoming;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpAction.CloseDataChannel;
import io.apfw.capwap.wtp.WtpAction.DtlsShutdown;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.DtlsTeardown;
import io.apfw.update.UpdateFailure;
import java.util.Optional;

/**
 * DTLS Teardown: RFC 5415 2.3.1, transitions t and u.
 *
 * <p>Closing a session takes no time here, so the state lasts only as long as there is something to
 * wait for: an update that is taken back, or the AC that closes the session after a Reset Response.
 */
final class TeardownRules extends Rules<DtlsTeardown> {
  TeardownRules(DtlsTeardown state, Turn turn) {
    super(state, turn);
  }

  /** With nothing to wait for. */
  static WtpState enter(Turn turn, Memory memory, After after) {
    turn.enter(Stage.DTLS_TEARDOWN);
    close(turn);
    return finish(turn, memory, after);
  }

  /**
   * While an update is taken back.
   *
   * @param abort why, if it has not failed by itself
   * @param untold the AC ought to hear of the failure
   */
  static WtpState aborting(
      Turn turn, Memory memory, After after, Optional<UpdateFailure> abort, boolean untold) {
    turn.enter(Stage.DTLS_TEARDOWN);
    decided(turn, after);
    close(turn);
    abort.ifPresent(reason -> turn.act(new AbortUpdate(reason)));
    return new DtlsTeardown(
        memory, Optional.empty(), after, true, untold, turn.in(Timer.UPDATE_ABORT));
  }

  /** Transition s after a Reset Response: closing the session is the AC's part. */
  static WtpState lingering(Turn turn, Memory memory, Session session, After after) {
    if (session.closed()) {
      return enter(turn, memory, after);
    }
    turn.enter(Stage.DTLS_TEARDOWN);
    decided(turn, after);
    return new DtlsTeardown(
        memory, Optional.of(session), after, false, false, turn.in(Timer.DTLS_SESSION_DELETE));
  }

  /** The same while a predownload is taken back. */
  static WtpState lingeringWhileAborting(Turn turn, Memory memory, Session session, After after) {
    turn.enter(Stage.DTLS_TEARDOWN);
    decided(turn, after);
    return new DtlsTeardown(
        memory, Optional.of(session), after, true, false, turn.in(Timer.UPDATE_ABORT));
  }

  private static void close(Turn turn) {
    turn.act(new DtlsShutdown());
    turn.act(new CloseDataChannel());
  }

  /** Transitions t and u, or the end. */
  private static WtpState finish(Turn turn, Memory memory, After after) {
    if (!(after instanceof After.Again again)) {
      return end(turn, after);
    }
    return DtlsSetupRules.sulks(turn, memory)
        ? SulkingRules.enter(turn, memory)
        : IdleRules.enter(turn, memory, again.backOff());
  }

  private WtpState closed() {
    if (state.lingering().isEmpty()) {
      return state;
    } else if (!state.abortAwaited()) {
      return cleaned(state.after());
    }
    close(turn);
    return new DtlsTeardown(
        state.memory(), Optional.empty(), state.after(), true, state.untold(), state.until());
  }

  private WtpState cleaned(After after) {
    if (state.lingering().isPresent()) {
      close(turn);
    }
    Memory memory =
        state.untold() ? turn.discardEvent(state.memory(), state.stage()) : state.memory();
    return finish(turn, memory, after);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    return turn.passed(state.until()) ? cleaned(state.after()) : state;
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
    if (state.lingering().isPresent()
        && event.message().isRequest()
        && state.lingering().get().exchange().incoming(event.sequence(), event.message())
            instanceof Incoming.Repeated repeated) {
      turn.act(new SendControl(event.sequence(), repeated.response()));
    }
    return state;
  }

  @Ignored("the session ends")
  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return state;
  }

  @Ignored("the session ends")
  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return state;
  }

  @Ignored("the session ends")
  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return state;
  }

  @Ignored("the session ends")
  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return state;
  }

  @Ignored("the session ends")
  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return state;
  }

  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return closed();
  }

  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return closed();
  }

  @Ignored("the session ends")
  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return state;
  }

  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return closed();
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

  @Ignored("the update is taken back")
  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return state;
  }

  @Ignored("the update is taken back")
  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return state;
  }

  @Ignored("the update is taken back")
  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return state;
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    return cleaned(state.after() instanceof After.End ? state.after() : BOOT_IMAGE);
  }

  @Ignored("the update is taken back")
  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return state;
  }

  @Override
  public WtpState updateAborted(WtpEvent.UpdateAborted event) {
    if (!state.abortAwaited()) {
      return state;
    } else if (state.lingering().isEmpty()) {
      return cleaned(state.after());
    }
    return new DtlsTeardown(
        state.memory(),
        state.lingering(),
        state.after(),
        false,
        state.untold(),
        turn.in(Timer.DTLS_SESSION_DELETE));
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
    if (state.after() instanceof After.Boot) {
      return state;
    }
    After after = after(event);
    decided(turn, after);
    return new DtlsTeardown(
        state.memory(),
        state.lingering(),
        after,
        state.abortAwaited(),
        state.untold(),
        state.until());
  }
}
