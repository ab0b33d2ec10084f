package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Sulking;

/** Sulking: RFC 5415 2.3.1, transitions @ and &; whatever comes from an AC is ignored. */
final class SulkingRules extends Rules<Sulking> {
  SulkingRules(Sulking state, Turn turn) {
    super(state, turn);
  }

  static WtpState enter(Turn turn, Memory memory) {
    turn.enter(Stage.SULKING);
    return new Sulking(memory, turn.in(Timer.SILENT_INTERVAL));
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    if (!turn.passed(state.until())) {
      return state;
    }
    return IdleRules.enter(turn, state.memory().withFailedDtls(0, 0), false);
  }

  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    return state.with(state.memory().with(state.memory().acs().found(event.candidates())));
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState controlReceived(WtpEvent.ControlReceived event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dataChannelOpened(WtpEvent.DataChannelOpened event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
  @Override
  public WtpState dataChannelFailed(WtpEvent.DataChannelFailed event) {
    return state;
  }

  @Ignored("&: the AC is ignored")
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
