package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.message.ClearConfigurationRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DataTransferRequest;
import io.apfw.capwap.wire.message.DataTransferResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.StationConfigurationRequest;
import io.apfw.capwap.wire.message.WlanConfigurationRequest;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.DataChannel;
import io.apfw.capwap.wtp.Fetch;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpAction.PeerProved;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Run;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;

/**
 * Run: RFC 5415 2.3.1, transitions p, q and r.
 *
 * <p>Firmware in Run is {@link Predownload}'s. A session that is lost takes a fetch along that
 * still needs the AC; one whose last block is here is verified and stored all the same.
 */
final class RunRules extends ConnectedRules<Run> {
  RunRules(Run state, Turn turn) {
    super(state, turn);
  }

  /** Transition o. */
  static WtpState enter(Turn turn, Memory memory, Session session, DataChannel channel) {
    turn.enter(Stage.RUN);
    turn.act(new PeerProved());
    Memory served = Fallbacks.served(turn, memory.withFailedDownloads(0), session);
    return new Run(
        PathMtus.served(turn, served),
        turn.resetEcho(session),
        channel,
        Teller.begin(turn),
        Optional.empty());
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    if (request instanceof ResetRequest reset) {
      return reset(session, reset);
    } else if (request instanceof ImageDataRequest data
        && state.fetch().isPresent()
        && state.fetch().get().transfer() instanceof Transfer.Receiving receiving) {
      return flush(predownload().on(session, transfer -> transfer.received(receiving, data)));
    } else if (request instanceof ConfigurationUpdateRequest update) {
      return configure(session, update);
    } else if (request instanceof ClearConfigurationRequest) {
      return clear(session, request);
    } else if (request instanceof ImageDataRequest data && predownload().lateEnd(session, data)) {
      return state.with(session);
    } else if (request instanceof StationConfigurationRequest
        || request instanceof WlanConfigurationRequest) {
      return state.with(reply(session, request, ResultCode.CONFIGURATION_SERVICE_NOT_PROVIDED));
    } else if (request instanceof DataTransferRequest transfer) {
      return teller(state).asked(session, transfer);
    }
    return unexpected(session, request);
  }

  @Override
  boolean actsOn(ControlMessage request) {
    return request instanceof ImageDataRequest
        && state.fetch().map(ImageTransfer::underWay).orElse(false);
  }

  private WtpState configure(Session session, ConfigurationUpdateRequest update) {
    Memory memory = Fallbacks.learn(state.memory(), update, session);
    Session timed = session;
    if (update.capwapTimers().isPresent()) {
      memory = timed(memory, update.capwapTimers().get());
      timed = timed(session, update.capwapTimers().get());
    }
    Optional<Integer> statistics =
        update.first(StatisticsTimer.class).map(StatisticsTimer::seconds).filter(s -> s > 0);
    Run timers =
        state
            .with(memory)
            .with(
                statistics
                    .map(s -> state.telling().withStatistics(s * 1000L, turn.now()))
                    .orElse(state.telling()));
    Optional<String> version = update.imageIdentifier().map(ImageIdentifier::identifier);
    ResultCode code = version.map(predownload()::decide).orElse(ResultCode.SUCCESS);
    Run replied = timers.with(reply(timed, update, code));
    Optional<ImageLocation> location =
        session.locations() ? ImageLocation.in(update.elements()) : Optional.empty();
    return version.isPresent() && code.isSuccess()
        ? new Predownload(replied, turn).begin(version.get(), location)
        : replied;
  }

  /** Timers and its ACs are all that this agent holds of an AC's configuration. */
  private WtpState clear(Session session, ControlMessage request) {
    return state
        .with(state.telling().withStatistics(turn.millis(Timer.STATISTICS), turn.now()))
        .with(
            Fallbacks.forget(turn, state.memory())
                .withMaxDiscoveryMillis(turn.millis(Timer.MAX_DISCOVERY_INTERVAL)))
        .with(
            reply(
                session.withEchoMillis(turn.millis(Timer.ECHO_INTERVAL)),
                request,
                ResultCode.SUCCESS));
  }

  private Predownload predownload() {
    return new Predownload(state, turn);
  }

  /** While a fetch is under way nothing can be activated: it is taken back, and the WTP reboots. */
  private WtpState reset(Session session, ResetRequest request) {
    boolean underWay = predownload().underWay().isPresent();
    if (!underWay && !predownload().ending()) {
      return resetRequested(session, request);
    }
    boolean running =
        request
            .imageIdentifier()
            .map(ImageIdentifier::identifier)
            .equals(Optional.of(state.memory().inventory().running()));
    Session replied =
        reply(session, request, running ? ResultCode.SUCCESS : ResultCode.RESET_FIRMWARE_WRITE);
    turn.enter(Stage.RESET);
    if (underWay) {
      turn.act(
          new AbortUpdate(
              new UpdateFailure(Cause.DOWNLOAD_ABORTED_BY_SOURCE, "the AC resets this AP")));
    }
    return TeardownRules.lingeringWhileAborting(turn, state.memory(), replied, RELOAD);
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage response) {
    Run run =
        predownload()
            .on(
                turn.resetEcho(session),
                transfer ->
                    response instanceof ImageDataResponse image
                        ? transfer.answered(request, image)
                        : transfer.freed());
    return flush(
        response instanceof DataTransferResponse taken ? teller(run).answered(taken) : run);
  }

  /**
   * Whether the AC wants another version that was put off, by a trial or by quarantine, till now.
   */
  private boolean deferred(Inventory now) {
    Inventory before = state.memory().inventory();
    return state
        .session()
        .wanted()
        .filter(version -> state.fetch().isEmpty())
        .filter(version -> !version.equals(now.running()))
        .filter(version -> before.onTrial() || before.quarantined().contains(version))
        .filter(version -> !now.onTrial() && !now.quarantined().contains(version))
        .isPresent();
  }

  private Teller teller(Run run) {
    return new Teller(run, turn);
  }

  private WtpState flush(Run run) {
    return teller(run).flush();
  }

  /** Transition p. */
  @Override
  WtpState lost(String reason) {
    return lost(reason, Failure.OTHER);
  }

  private WtpState lost(String reason, Failure failure) {
    Memory memory = turn.count(state.memory(), state.memory().reboots().with(failure));
    return new RunRules(state.with(memory), turn).left(reason);
  }

  private WtpState left(String reason) {
    turn.say(new Report.Restarting(reason));
    return leaveRun(new After.Again(false), predownload().incomplete(), Cause.SOURCE_LOST, reason);
  }

  /** Leaves; a fetch that is taken back for that, or was before, is waited for. */
  private WtpState leaveRun(After after, Optional<Fetch> abort, Cause cause, String reason) {
    if (abort.isPresent()) {
      return TeardownRules.aborting(
          turn, state.memory(), after, Optional.of(new UpdateFailure(cause, reason)), true);
    }
    return predownload().ending()
        ? TeardownRules.aborting(turn, state.memory(), after, Optional.empty(), true)
        : leave(after);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    Optional<Session> tended = tend(true);
    if (tended.isEmpty()) {
      return lost("no answer", Failure.LINK);
    }
    DataChannel channel = state.channel();
    if (channel.deadAt().isPresent() && turn.passed(channel.deadAt().get())) {
      return lost("no data channel keep-alive within DataChannelDeadInterval", Failure.LINK);
    }
    if (turn.passed(channel.keepAliveAt())) {
      channel = KeepAlives.send(turn, tended.get(), channel);
    }
    Memory memory = Fallbacks.tend(turn, state.memory(), tended.get());
    memory = PathMtus.tend(turn, memory, tended.get());
    Run run = state.with(memory).with(tended.get()).with(channel);
    return flush(teller(new Predownload(run, turn).late()).late());
  }

  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    return state.with(state.memory().with(state.memory().acs().found(event.candidates())));
  }

  /** 5.4: a preferred AC is there again; it waits until an image has been fetched from this one. */
  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    Optional<Memory> measured = PathMtus.answered(turn, state.memory(), event, true);
    if (measured.isPresent()) {
      return state.with(measured.get());
    }
    if (predownload().underWay().isPresent() || predownload().ending()) {
      return state;
    }
    return Fallbacks.answered(turn, state.memory(), state.session(), event)
        .map(
            memory ->
                new RunRules(state.with(memory), turn)
                    .restart("preferred controller " + event.from().address() + " is there"))
        .orElse(state);
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

  @Ignored("open already")
  @Override
  public WtpState dataChannelOpened(WtpEvent.DataChannelOpened event) {
    return state;
  }

  @Override
  public WtpState dataChannelFailed(WtpEvent.DataChannelFailed event) {
    return lost("data channel: " + event.reason());
  }

  @Override
  public WtpState dataKeepAliveReceived(WtpEvent.DataKeepAliveReceived event) {
    return event.sessionId().equals(state.session().id())
        ? state.with(KeepAlives.answered(turn))
        : state;
  }

  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return flush(predownload().on(state.session(), ImageTransfer::ready));
  }

  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return flush(predownload().on(state.session(), t -> t.accepted(event.sequence())));
  }

  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return flush(predownload().on(state.session(), ImageTransfer::verified));
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    return leave(BOOT_IMAGE);
  }

  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return flush(predownload().on(state.session(), t -> t.failed(event.failure())));
  }

  @Override
  public WtpState updateAborted(WtpEvent.UpdateAborted event) {
    return predownload().aborted();
  }

  @Override
  public WtpState inventoryChanged(WtpEvent.InventoryChanged event) {
    Run informed = state.with(state.memory().with(event.inventory()));
    return deferred(event.inventory())
        ? new RunRules(informed, turn).restart("the version that was put off may be fetched now")
        : informed;
  }

  @Override
  public WtpState wtpEventRaised(WtpEvent.WtpEventRaised event) {
    return teller(state).raised(event.element());
  }

  @Override
  public WtpState updateLogRead(WtpEvent.UpdateLogRead event) {
    return teller(state).read(event.log());
  }

  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return leaveRun(after(event), predownload().underWay(), Cause.STOPPED, event.reason());
  }
}
