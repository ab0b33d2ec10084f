package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Found;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Discovery;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Discovery: RFC 5415 2.3.1, transitions #, % and !, and section 5.1.
 *
 * <p>The RFC says two things about when requests are repeated: 2.3.1 (#) whenever DiscoveryInterval
 * expires, 5.1 after "a random delay less than MaxDiscoveryInterval between each successive
 * message". We do both: listen for DiscoveryInterval, then wait the random delay, still listening.
 * An answer starts DiscoveryInterval (5.2) for others to come; after it the first configured AC
 * that answered is taken.
 */
final class DiscoveryRules extends Rules<Discovery> {
  DiscoveryRules(Discovery state, Turn turn) {
    super(state, turn);
  }

  static WtpState enter(Turn turn, Memory memory) {
    turn.enter(Stage.DISCOVERY);
    return waiting(turn, memory, 0);
  }

  private static WtpState waiting(Turn turn, Memory memory, int rounds) {
    Memory.Draw draw = memory.draw();
    long millis = Long.remainderUnsigned(draw.bits(), memory.maxDiscoveryMillis());
    return new Discovery(draw.next(), rounds, false, List.of(), turn.now().plusMillis(millis));
  }

  private WtpState request() {
    ControlMessage request =
        Messages.discovery(turn.config().identity(), state.memory().inventory());
    for (Ac ac : turn.config().acs()) {
      turn.act(new SendClear(ac.control(), state.rounds() & 0xff, request));
    }
    return new Discovery(
        state.memory(), state.rounds() + 1, true, List.of(), turn.in(Timer.DISCOVERY_INTERVAL));
  }

  private Found preferred() {
    List<Ac> order = turn.config().acs();
    return state.found().stream()
        .min(Comparator.comparingInt(found -> order.indexOf(found.ac())))
        .orElseThrow();
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
    if (!state.found().isEmpty()) {
      return DtlsSetupRules.enter(turn, state.memory(), preferred());
    }
    if (!state.listening()) {
      return request();
    }
    if (state.rounds() >= turn.config().counters().discoveriesMax()) {
      return SulkingRules.enter(turn, state.memory());
    }
    return waiting(turn, state.memory(), state.rounds());
  }

  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    Optional<Ac> ac =
        turn.config().acs().stream().filter(a -> a.control().equals(event.from())).findFirst();
    if (!(event.message() instanceof DiscoveryResponse response)) {
      return state;
    }
    if (ac.isEmpty()
        || state.rounds() == 0
        || state.found().stream().anyMatch(known -> known.ac().equals(ac.get()))) {
      return state;
    }
    String name = response.acName().map(AcName::name).orElse(ac.get().toString());
    turn.say(new Report.Discovered(ac.get().toString(), name));
    List<Found> found = new ArrayList<>(state.found());
    found.add(new Found(ac.get(), name));
    Instant until = state.found().isEmpty() ? turn.in(Timer.DISCOVERY_INTERVAL) : state.until();
    return new Discovery(state.memory(), state.rounds(), true, found, until);
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
    return end(new After.Boot(IMAGE_UPGRADE));
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

  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return end(after(event));
  }
}
