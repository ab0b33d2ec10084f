package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Ended;

/** Ended: nothing follows. */
final class EndedRules extends Rules<Ended> {
  EndedRules(Ended state, Turn turn) {
    super(state, turn);
  }

  @Ignored("the process ends")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState controlReceived(WtpEvent.ControlReceived event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dataChannelOpened(WtpEvent.DataChannelOpened event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dataChannelFailed(WtpEvent.DataChannelFailed event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState dataKeepAliveReceived(WtpEvent.DataKeepAliveReceived event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState updateAborted(WtpEvent.UpdateAborted event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState inventoryChanged(WtpEvent.InventoryChanged event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState wtpEventRaised(WtpEvent.WtpEventRaised event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState updateLogRead(WtpEvent.UpdateLogRead event) {
    return state;
  }

  @Ignored("the process ends")
  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return state;
  }
}
