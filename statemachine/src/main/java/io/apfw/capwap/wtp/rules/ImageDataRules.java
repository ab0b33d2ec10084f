package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.ImageData;
import io.apfw.capwap.wtp.rules.ImageTransfer.Outcome;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;

/**
 * Image Data: RFC 5415 2.3.1, transitions f, j, k and l, and section 9.1; the transfer itself is
 * {@link ImageTransfer}.
 *
 * <p><b>ImageDataStartTimer.</b> 2.3.1 (k) takes a WTP to Reset when it expires, as it does after a
 * good download. A reboot brings nothing when the AC has no image to give; the captures show a
 * field AP going straight to DTLS Teardown and starting over, and so do we, with back-off.
 *
 * <p><b>The last block.</b> From there on the AC is not needed: one that goes away, as 2.3.1 lets
 * an AC do once the transfer is complete, does not take back an image that is all here (against the
 * letter of l).
 */
final class ImageDataRules extends ConnectedRules<ImageData> {
  ImageDataRules(ImageData state, Turn turn) {
    super(state, turn);
  }

  /** Transition f. */
  static WtpState enter(Turn turn, Memory memory, Session session, String wanted) {
    turn.enter(Stage.IMAGE_DATA);
    JoinRules.compare(turn, memory.inventory(), wanted);
    return new ImageData(
        memory,
        turn.resetEcho(session),
        ImageTransfer.begin(turn, session, wanted, false, Optional.empty()));
  }

  private ImageTransfer transfer(Session session) {
    return new ImageTransfer(turn, session, state.fetch());
  }

  private WtpState become(Outcome outcome) {
    if (outcome instanceof Outcome.Going going) {
      return new ImageData(state.memory(), going.session(), going.fetch());
    } else if (outcome instanceof Outcome.Verified verified) {
      turn.act(new ActivateUpdate(verified.fetch().offer().version()));
      return new ImageData(
          state.memory(),
          verified.session(),
          verified.fetch().with(new Transfer.Activating(turn.in(Timer.UPDATE_ACTIVATE))));
    }
    Outcome.Failed failed = (Outcome.Failed) outcome;
    return fail(failed.failure(), failed.abort());
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    if (request instanceof ImageDataRequest data
        && state.fetch().transfer() instanceof Transfer.Receiving receiving) {
      return become(transfer(session).received(receiving, data));
    }
    Optional<Outcome> end =
        request instanceof ImageDataRequest data
            ? transfer(session).lateEnd(data)
            : Optional.empty();
    return end.isPresent() ? become(end.get()) : unexpected(session, request);
  }

  @Override
  boolean actsOn(ControlMessage request) {
    return request instanceof ImageDataRequest && ImageTransfer.underWay(state.fetch());
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage message) {
    return become(
        message instanceof ImageDataResponse response
            ? transfer(session).answered(request, response)
            : transfer(turn.resetEcho(session)).freed());
  }

  /** Transition l, until the image is complete. */
  @Override
  WtpState lost(String reason) {
    return ImageTransfer.needsAc(state.fetch())
        ? fail(new UpdateFailure(Cause.SOURCE_LOST, reason), true)
        : state.with(state.session().gone());
  }

  /** Starts over with back-off. */
  private WtpState fail(UpdateFailure failure, boolean abort) {
    turn.say(new Report.Restarting(ImageFailures.reason(failure.cause())));
    Memory memory = state.memory().withFailedDownloads(state.memory().failedDownloads() + 1);
    return TeardownRules.aborting(
        turn,
        turn.count(memory, ImageFailures.counted(memory.reboots(), failure.cause())),
        new After.Again(true),
        abort ? Optional.of(failure) : Optional.empty(),
        true);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    if (turn.passed(state.fetch().transfer().until())) {
      return become(transfer(state.session()).late());
    }
    Optional<Session> tended = tend(true);
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

  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return become(transfer(state.session()).ready());
  }

  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return become(transfer(state.session()).accepted(event.sequence()));
  }

  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return become(transfer(state.session()).verified());
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    turn.enter(Stage.RESET);
    return leave(BOOT_IMAGE);
  }

  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return become(transfer(state.session()).failed(event.failure()));
  }

  @Override
  public WtpState updateAborted(WtpEvent.UpdateAborted event) {
    return become(transfer(state.session()).aborted());
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
    return TeardownRules.aborting(
        turn,
        state.memory(),
        after(event),
        Optional.of(new UpdateFailure(Cause.STOPPED, event.reason())),
        false);
  }
}
