package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ClearConfigurationRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DataTransferRequest;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.StationConfigurationRequest;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.DataChannel;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.PeerProved;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Run;
import io.apfw.update.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Run: RFC 5415 2.3.1, transitions p, q and r.
 *
 * <p>Firmware in Run (9.1, cases 3 and 4): an Image Identifier that the WTP has is answered with
 * 17, Image Already Present. Downloads in Run are not done by this agent: another Image Identifier
 * is answered with 12, Configuration Failure (Service Provided Anyhow), and nothing follows.
 */
final class RunRules extends ConnectedRules<Run> {
  RunRules(Run state, Turn turn) {
    super(state, turn);
  }

  /** Transition o. */
  static WtpState enter(Turn turn, Memory memory, Session session, DataChannel channel) {
    turn.enter(Stage.RUN);
    turn.act(new PeerProved());
    return new Run(memory.withFailedDownloads(0), turn.resetEcho(session), channel, List.of());
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    if (request instanceof ResetRequest reset) {
      return resetRequested(session, reset);
    } else if (request instanceof ConfigurationUpdateRequest update) {
      return configure(session, update);
    } else if (request instanceof ClearConfigurationRequest) {
      return clear(session, request);
    } else if (request instanceof StationConfigurationRequest) {
      return state.with(reply(session, request, ResultCode.CONFIGURATION_SERVICE_NOT_PROVIDED));
    } else if (request instanceof DataTransferRequest) {
      return state.with(reply(session, request, ResultCode.NO_INFORMATION_TO_TRANSFER));
    }
    return unexpected(session, request);
  }

  private WtpState configure(Session session, ConfigurationUpdateRequest update) {
    Memory memory = state.memory();
    Session timed = session;
    if (update.capwapTimers().isPresent()) {
      memory = timed(memory, update.capwapTimers().get());
      timed = timed(session, update.capwapTimers().get());
    }
    ResultCode code =
        update
            .imageIdentifier()
            .map(ImageIdentifier::identifier)
            .map(this::predownload)
            .orElse(ResultCode.SUCCESS);
    return state.with(memory).with(reply(timed, update, code));
  }

  /** CAPWAP Timers are all that this agent holds of an AC's configuration. */
  private WtpState clear(Session session, ControlMessage request) {
    return state
        .with(state.memory().withMaxDiscoveryMillis(turn.millis(Timer.MAX_DISCOVERY_INTERVAL)))
        .with(
            reply(
                session.withEchoMillis(turn.millis(Timer.ECHO_INTERVAL)),
                request,
                ResultCode.SUCCESS));
  }

  private ResultCode predownload(String version) {
    Inventory inventory = state.memory().inventory();
    return inventory.running().equals(version) || inventory.stored().equals(Optional.of(version))
        ? ResultCode.IMAGE_ALREADY_PRESENT
        : ResultCode.CONFIGURATION_SERVICE_PROVIDED;
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage response) {
    return flush(new Run(state.memory(), turn.resetEcho(session), state.channel(), state.events()));
  }

  /** Whether the AC wants another version, which only the trial that has now passed put off. */
  private boolean deferred(Inventory now) {
    return state.memory().inventory().onTrial()
        && !now.onTrial()
        && state
            .session()
            .wanted()
            .filter(version -> !version.equals(now.running()))
            .filter(version -> !now.quarantined().contains(version))
            .isPresent();
  }

  /** Sends the oldest event, if nothing is outstanding. */
  private WtpState flush(Run run) {
    if (run.events().isEmpty() || !run.session().exchange().free()) {
      return run;
    }
    Session session = turn.send(run.session(), new WtpEventRequest(run.events().get(0)));
    return new Run(
        run.memory(), session, run.channel(), run.events().subList(1, run.events().size()));
  }

  /** Transition p. */
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
    Optional<Session> tended = tend(true);
    if (tended.isEmpty()) {
      return lost("no answer");
    }
    DataChannel channel = state.channel();
    if (channel.deadAt().isPresent() && turn.passed(channel.deadAt().get())) {
      return lost("no data channel keep-alive within DataChannelDeadInterval");
    }
    if (turn.passed(channel.keepAliveAt())) {
      channel = KeepAlives.send(turn, tended.get(), channel);
    }
    return new Run(state.memory(), tended.get(), channel, state.events());
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
        ? new Run(state.memory(), state.session(), KeepAlives.answered(turn), state.events())
        : state;
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
    return leave(new After.Boot(IMAGE_UPGRADE));
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
    Run informed = state.with(state.memory().with(event.inventory()));
    return deferred(event.inventory())
        ? new RunRules(informed, turn).restart("version deferred during the trial")
        : informed;
  }

  @Override
  public WtpState wtpEventRaised(WtpEvent.WtpEventRaised event) {
    List<MessageElement> events = new ArrayList<>(state.events());
    events.add(event.element());
    Memory memory = state.memory();
    if (events.size() > turn.config().counters().eventsMax()) {
      events.remove(0);
      memory = turn.discardEvent(memory, state.stage());
    }
    return flush(new Run(memory, state.session(), state.channel(), events));
  }

  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return leave(after(event));
  }
}
