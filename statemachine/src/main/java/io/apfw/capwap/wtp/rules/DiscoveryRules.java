package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.DiscoveryPolicy.Strangers;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.Found;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.FindControllers;
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
 * Discovery: RFC 5415 2.3.1, transitions #, % and !, and sections 3.3 and 5.1.
 *
 * <p>The RFC says two things about when requests are repeated: 2.3.1 (#) whenever DiscoveryInterval
 * expires, 5.1 after "a random delay less than MaxDiscoveryInterval between each successive
 * message". We do both: listen for DiscoveryInterval, then wait the random delay, still listening.
 * An answer starts DiscoveryInterval (5.2) for others to come; after it the best one is taken, see
 * {@link Choosing}.
 *
 * <p>Each round looks the ACs up anew, so that a lease or a DNS record that has changed is seen. A
 * lookup that ends while we listen is asked about at once.
 *
 * <p>Who may answer: an address that was asked; after a request to a broadcast or multicast address
 * whoever answers from its port over the same IP version. Anybody else is a stranger, see {@link
 * io.apfw.capwap.wtp.DiscoveryPolicy.Strangers}.
 */
final class DiscoveryRules extends Rules<Discovery> {
  private static final int FOUND_MAX = 64;

  DiscoveryRules(Discovery state, Turn turn) {
    super(state, turn);
  }

  static WtpState enter(Turn turn, Memory memory) {
    turn.enter(Stage.DISCOVERY);
    return waiting(turn, PathMtus.forget(memory), 0, List.of());
  }

  private static WtpState waiting(Turn turn, Memory memory, int rounds, List<Candidate> asked) {
    turn.act(new FindControllers(memory.acs().referred()));
    Memory.Draw draw = memory.draw();
    long millis = Long.remainderUnsigned(draw.bits(), memory.maxDiscoveryMillis());
    return new Discovery(
        draw.next(), rounds, false, asked, List.of(), turn.now().plusMillis(millis));
  }

  private WtpState request() {
    List<Candidate> candidates = state.memory().acs().candidates();
    ask(candidates, state.rounds());
    List<Candidate> asked = new ArrayList<>(state.asked());
    asked.removeAll(candidates);
    asked.addAll(candidates);
    return new Discovery(
        state.memory(),
        state.rounds() + 1,
        true,
        asked,
        List.of(),
        turn.in(Timer.DISCOVERY_INTERVAL));
  }

  private void ask(List<Candidate> candidates, int round) {
    for (Candidate candidate : candidates) {
      ControlMessage request =
          Messages.discovery(
              turn.config().identity(), state.memory().inventory(), candidate.source());
      turn.act(new SendClear(candidate.ac().control(), round & 0xff, request));
    }
  }

  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    Memory memory = state.memory().with(state.memory().acs().found(event.candidates()));
    List<Candidate> fresh =
        memory.acs().candidates().stream().filter(c -> !state.asked().contains(c)).toList();
    if (!state.listening() || measuring(memory) || fresh.isEmpty()) {
      return state.with(memory);
    }
    ask(fresh, state.rounds() - 1);
    List<Candidate> asked = new ArrayList<>(state.asked());
    asked.addAll(fresh);
    Instant until = state.asked().isEmpty() ? turn.in(Timer.DISCOVERY_INTERVAL) : state.until();
    return new Discovery(memory, state.rounds(), true, asked, state.found(), until);
  }

  /** The request that this may be an answer to; an AC's own address goes before a broadcast. */
  private Optional<Candidate> askedFor(Endpoint from) {
    return state.asked().stream()
        .filter(candidate -> candidate.ac().control().equals(from))
        .findFirst()
        .or(
            () ->
                state.asked().stream()
                    .filter(candidate -> !candidate.unicast())
                    .filter(candidate -> candidate.ac().control().port() == from.port())
                    .filter(candidate -> candidate.ac().control().ipv6() == from.ipv6())
                    .findFirst());
  }

  private Optional<Found> found(Endpoint from, DiscoveryResponse response) {
    Optional<Candidate> asked = askedFor(from);
    if (asked.isEmpty() && turn.config().discovery().strangers() == Strangers.IGNORED) {
      return Optional.empty();
    }
    return asked
        .or(
            () ->
                state.asked().stream()
                    .filter(c -> c.ac().control().ipv6() == from.ipv6())
                    .findFirst())
        .map(
            candidate ->
                new Found(
                    new Ac(from, candidate.ac().dataPort()),
                    response.acName().map(AcName::name).orElse(from.address()),
                    candidate.order(),
                    Choosing.loadPermille(response.acDescriptor()),
                    asked.isPresent(),
                    candidate.localAddress()));
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
    if (measuring(state.memory())) {
      return measured(PathMtus.late(turn, state.memory(), false));
    }
    if (!state.found().isEmpty()) {
      return choose();
    }
    if (!state.listening()) {
      return request();
    }
    if (state.rounds() >= turn.config().counters().discoveriesMax()) {
      return SulkingRules.enter(turn, state.memory());
    }
    return waiting(turn, state.memory(), state.rounds(), state.asked());
  }

  /** The AC is chosen; 3.5: now its path is asked, if that is wanted. */
  private WtpState choose() {
    Comparator<Found> order = Choosing.order(turn, state.memory().acs());
    Found best = state.found().stream().min(order).orElseThrow();
    Memory asking = PathMtus.begin(turn, state.memory(), best.ac().control(), false);
    return new DiscoveryRules(
            new Discovery(
                asking,
                state.rounds(),
                state.listening(),
                state.asked(),
                List.of(best),
                state.until()),
            turn)
        .measured(asking);
  }

  /** Goes on to DTLS Setup once the search is over. */
  private WtpState measured(Memory memory) {
    return measuring(memory)
        ? new Discovery(
            memory,
            state.rounds(),
            state.listening(),
            state.asked(),
            state.found(),
            memory.acs().mtu().until().orElseThrow())
        : DtlsSetupRules.enter(turn, memory, state.found().get(0));
  }

  /** From then on the AC that was chosen is the only one. */
  private static boolean measuring(Memory memory) {
    return memory.acs().mtu().search().isPresent();
  }

  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    if (measuring(state.memory())) {
      return event.message() instanceof DiscoveryResponse
          ? PathMtus.answered(turn, state.memory(), event, false).map(this::measured).orElse(state)
          : state;
    }
    if (!(event.message() instanceof DiscoveryResponse response)
        || state.found().size() >= FOUND_MAX
        || state.found().stream().anyMatch(known -> known.ac().control().equals(event.from()))) {
      return state;
    }
    Optional<Found> answer = found(event.from(), response);
    if (answer.isEmpty()) {
      return state;
    }
    turn.say(new Report.Discovered(event.from().address(), answer.get().name()));
    List<Found> found = new ArrayList<>(state.found());
    found.add(answer.get());
    Instant until = state.found().isEmpty() ? turn.in(Timer.DISCOVERY_INTERVAL) : state.until();
    return new Discovery(
        state.memory(), state.rounds(), state.listening(), state.asked(), found, until);
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
