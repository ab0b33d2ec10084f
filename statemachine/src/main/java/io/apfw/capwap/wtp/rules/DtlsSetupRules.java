package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wtp.Found;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.DtlsAbortSession;
import io.apfw.capwap.wtp.WtpAction.DtlsStart;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.DtlsSetup;
import io.apfw.report.Report;

/**
 * DTLS Setup: RFC 5415 2.3.1, transitions 5, $ and *.
 *
 * <p>A shell that verifies the AC within its handshake never says DtlsPeerAuthorize: then this
 * state also does the work of DTLS Connect, and DtlsEstablished and DtlsAuthenticateFail have the
 * targets that they have there (2.3.2.2: a notification may jump to its target).
 */
final class DtlsSetupRules extends Rules<DtlsSetup> {
  DtlsSetupRules(DtlsSetup state, Turn turn) {
    super(state, turn);
  }

  static WtpState enter(Turn turn, Memory memory, Found ac) {
    turn.enter(Stage.DTLS_SETUP);
    turn.act(PathMtus.dtls(turn, ac.ac().control(), memory.acs().mtu()));
    turn.act(new DtlsStart(ac.ac().control()));
    return new DtlsSetup(memory, ac, turn.in(Timer.WAIT_DTLS));
  }

  /** Transitions $ and *. */
  private WtpState failed(String reason) {
    turn.say(new Report.DtlsFailed(state.ac().ac().toString(), reason));
    Memory avoiding = Choosing.failed(turn, state.memory(), state.ac().ac().control());
    Memory memory =
        avoiding.withFailedDtls(avoiding.failedDtlsSessions() + 1, avoiding.failedDtlsAuths());
    return sulks(turn, memory)
        ? SulkingRules.enter(turn, memory)
        : IdleRules.enter(turn, memory, false);
  }

  /** Whether DTLS has failed too often. */
  static boolean sulks(Turn turn, Memory memory) {
    int most = turn.config().counters().failedDtlsSessionsMax();
    return memory.failedDtlsSessions() >= most || memory.failedDtlsAuths() >= most;
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
    turn.act(new DtlsAbortSession());
    return failed("no session within WaitDTLS");
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

  @Ignored("no session yet")
  @Override
  public WtpState controlReceived(WtpEvent.ControlReceived event) {
    return state;
  }

  @Ignored("no session yet")
  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return state;
  }

  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return DtlsConnectRules.enter(turn, state);
  }

  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return JoinRules.enter(turn, state.memory(), state.ac(), state.until());
  }

  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return failed(event.reason());
  }

  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return DtlsConnectRules.unauthenticated(turn, state.memory(), state.ac(), event.reason());
  }

  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return failed("aborted");
  }

  @Ignored("no session yet")
  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return state;
  }

  @Ignored("no session yet")
  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return state;
  }

  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return failed("closed by the AC");
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
    turn.act(new DtlsAbortSession());
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
    turn.act(new DtlsAbortSession());
    return end(after(event));
  }
}
