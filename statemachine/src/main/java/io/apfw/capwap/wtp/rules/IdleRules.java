package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Idle;

/**
 * Idle: RFC 5415 2.3.1, transition 1; with {@link BackOff a wait of ours} before it after failed
 * downloads.
 */
final class IdleRules extends Rules<Idle> {
  IdleRules(Idle state, Turn turn) {
    super(state, turn);
  }

  static WtpState enter(Turn turn, Memory memory, boolean backOff) {
    turn.enter(Stage.IDLE);
    if (!backOff) {
      return DiscoveryRules.enter(turn, memory);
    }
    BackOff wait = BackOff.draw(turn, memory);
    return new Idle(wait.memory(), turn.now().plusMillis(wait.millis()));
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    return turn.passed(state.until()) ? DiscoveryRules.enter(turn, state.memory()) : state;
  }

  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    return state.with(state.memory().with(state.memory().acs().found(event.candidates())));
  }

  @Ignored("no discovery yet")
  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState controlReceived(WtpEvent.ControlReceived event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return state;
  }

  @Ignored("no session")
  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return state;
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
    return end(BOOT_IMAGE);
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
    return end(after(event));
  }
}
