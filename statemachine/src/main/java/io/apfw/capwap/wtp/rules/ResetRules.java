package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.RebootReason;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Reset;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;

/**
 * Reset: RFC 5415 2.3.1, transition s. The state lasts as long as a stored image is being
 * activated; a WTP that has nothing to activate passes through.
 *
 * <p>After a Reset Request the AC closes the session (s: the WTP does not invoke DTLSShutdown),
 * perhaps before the activation is over; that changes nothing.
 */
final class ResetRules extends ConnectedRules<Reset> {
  ResetRules(Reset state, Turn turn) {
    super(state, turn);
  }

  /** Activates a stored image before the WTP leaves; {@code requested} by a Reset Request. */
  static WtpState activate(
      Turn turn, Memory memory, Session session, String version, boolean requested) {
    turn.enter(Stage.RESET);
    turn.act(new ActivateUpdate(version));
    return new Reset(memory, session, requested, turn.in(Timer.UPDATE_ACTIVATE));
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    return unexpected(session, request);
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage response) {
    return state.with(session);
  }

  @Override
  WtpState lost(String reason) {
    return state.with(state.session().gone());
  }

  /** 9.2: a WTP that cannot boot what a Reset Request names reboots all the same. */
  private WtpState failed(Optional<UpdateFailure> abort) {
    Memory memory = state.memory().withFailedDownloads(state.memory().failedDownloads() + 1);
    if (state.requested()) {
      return TeardownRules.aborting(turn, memory, RELOAD, abort, true);
    }
    turn.say(new Report.Restarting(ImageFailures.PROCESS_ERROR));
    return TeardownRules.aborting(
        turn,
        turn.count(memory, memory.reboots().with(Failure.OTHER).because(RebootReason.IMAGE_ERROR)),
        new After.Again(true),
        abort,
        true);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    return turn.passed(state.until())
        ? failed(
            Optional.of(
                new UpdateFailure(
                    Cause.BOOT_ENVIRONMENT_WRITE,
                    "not activated within " + turn.millis(Timer.UPDATE_ACTIVATE) + " ms")))
        : state;
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

  @Ignored("the image is stored already")
  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return state;
  }

  @Ignored("the image is stored already")
  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return state;
  }

  @Ignored("the image is stored already")
  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return state;
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    return state.requested()
        ? TeardownRules.lingering(turn, state.memory(), state.session(), BOOT_IMAGE)
        : TeardownRules.enter(turn, state.memory(), BOOT_IMAGE);
  }

  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return failed(Optional.empty());
  }

  @Ignored("the image is stored already")
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
