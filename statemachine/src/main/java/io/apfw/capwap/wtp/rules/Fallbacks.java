package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcIpv6List;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.AcNameWithPriority;
import io.apfw.capwap.wire.element.WtpFallback;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.PrimaryDiscoveryResponse;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.AcBook;
import io.apfw.capwap.wtp.AcBook.Probe;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.Found;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.FindControllers;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent.ClearReceived;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From Run back to a preferred AC: RFC 5415 5.3, 5.4 and 4.6.42.
 *
 * <p>The answer comes in clear and could be anybody's. It counts only from an address that was
 * asked, with the Sequence Number of that request, while the AC is not avoided; and it only leads
 * to Discovery, where the AC has to answer, and then to prove itself in DTLS. An AC for which the
 * WTP left another and that it then did not reach counts as failed, so that a forger, or an AC that
 * answers and does not serve, cannot keep the WTP going to and fro.
 *
 * <p>"Primary" is whatever ranks before the AC in use by order and name; load alone moves nobody.
 */
final class Fallbacks {
  private static final Set<String> UNSPECIFIED = Set.of("0.0.0.0", "0:0:0:0:0:0:0:0", "::");

  private Fallbacks() {}

  /** On entering Run. */
  static Memory served(Turn turn, Memory memory, Session session) {
    Endpoint here = session.ac().control();
    Memory known = memory;
    Optional<Endpoint> missed = memory.acs().returningTo().filter(there -> !there.equals(here));
    if (missed.isPresent() && !memory.acs().avoided(missed.get(), turn.now())) {
      known = Choosing.failed(turn, memory, missed.get());
    }
    Probe none = new Probe(0, List.of(), next(turn, session));
    return known.with(known.acs().served(here).with(Optional.of(none)));
  }

  /** Asks the preferred ACs whether they are there, if it is time to. */
  static Memory tend(Turn turn, Memory memory, Session session) {
    if (!memory.acs().probe().map(probe -> turn.passed(probe.nextAt())).orElse(false)) {
      return memory;
    }
    List<Candidate> better = better(turn, memory, session);
    Memory.Draw draw = memory.draw();
    int sequence = (int) (draw.bits() & 0xff);
    for (Candidate candidate : better) {
      turn.act(
          new SendClear(
              candidate.ac().control(),
              sequence,
              Messages.primaryDiscovery(
                  turn.config().identity(), memory.inventory(), candidate.source())));
    }
    if (!better.isEmpty()) {
      turn.act(new FindControllers(memory.acs().referred()));
    }
    List<Endpoint> asked = better.stream().map(candidate -> candidate.ac().control()).toList();
    Probe probe = new Probe(sequence, asked, next(turn, session));
    return draw.next().with(draw.next().acs().with(Optional.of(probe)));
  }

  /** The memory with which to leave for the AC that answered; empty if it is not to be. */
  static Optional<Memory> answered(Turn turn, Memory memory, Session session, ClearReceived event) {
    AcBook acs = memory.acs();
    boolean solicited =
        acs.probe()
            .filter(probe -> probe.sequence() == event.sequence())
            .filter(probe -> probe.asked().contains(event.from()))
            .isPresent();
    if (!solicited
        || !acs.fallback()
        || memory.inventory().onTrial()
        || acs.avoided(event.from(), turn.now())
        || !(event.message() instanceof PrimaryDiscoveryResponse response)
        || response.acDescriptor().map(Fallbacks::full).orElse(false)) {
      return Optional.empty();
    }
    String name = response.acName().map(AcName::name).orElse("");
    Found there = rank(acs, new Ac(event.from(), Ac.DATA_PORT), name);
    Found here = rank(acs, session.ac(), session.acName());
    return Choosing.lastingOrder(turn, acs).compare(there, here) < 0
        ? Optional.of(memory.with(acs.returning(event.from())))
        : Optional.empty();
  }

  /** What an AC's configuration says of ACs. */
  static Memory learn(Memory memory, ControlMessage message, Session session) {
    AcBook acs = referred(memory.acs(), message, session.ac().control());
    List<AcNameWithPriority> named = message.all(AcNameWithPriority.class);
    if (!named.isEmpty()) {
      Map<String, Integer> byName = new HashMap<>();
      named.forEach(ac -> byName.merge(ac.name(), ac.priority(), Math::min));
      acs = acs.named(byName);
    }
    Optional<Integer> mode = message.first(WtpFallback.class).map(WtpFallback::mode);
    if (mode.isPresent()
        && (mode.get() == WtpFallback.ENABLED || mode.get() == WtpFallback.DISABLED)) {
      acs = acs.withFallback(mode.get() == WtpFallback.ENABLED);
    }
    return memory.with(acs);
  }

  /**
   * RFC 5415 4.6.2 and 4.6.3: where other ACs are. The lists have no ports: the others are looked
   * for at the port at which the AC listens that names them, 5246 as a rule. They only become
   * candidates of Discovery, behind those of all other sources, and have to prove themselves in
   * DTLS like any.
   */
  static AcBook referred(AcBook acs, ControlMessage message, Endpoint from) {
    List<Endpoint> others =
        Stream.concat(
                message.all(AcIpv4List.class).stream().flatMap(list -> list.addresses().stream()),
                message.all(AcIpv6List.class).stream().flatMap(list -> list.addresses().stream()))
            .map(address -> new Endpoint(address, from.port()))
            .filter(other -> other.unicast() && !UNSPECIFIED.contains(other.address()))
            .filter(other -> !other.equals(from))
            .distinct()
            .toList();
    return others.isEmpty() ? acs : acs.referredTo(others);
  }

  /** An AC's configuration is cleared. */
  static Memory forget(Turn turn, Memory memory) {
    return memory.with(
        memory.acs().named(Map.of()).withFallback(turn.config().discovery().fallback()));
  }

  /** ACs that are, or whose name may show them to be, better than the one in use. */
  private static List<Candidate> better(Turn turn, Memory memory, Session session) {
    AcBook acs = memory.acs();
    if (!acs.fallback() || memory.inventory().onTrial()) {
      return List.of();
    }
    String best =
        acs.priorities().entrySet().stream()
            .min(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("");
    Found here = rank(acs, session.ac(), session.acName());
    return acs.candidates().stream()
        .filter(Candidate::unicast)
        .filter(candidate -> !candidate.ac().control().equals(session.ac().control()))
        .filter(candidate -> !acs.avoided(candidate.ac().control(), turn.now()))
        .filter(
            candidate ->
                Choosing.lastingOrder(turn, acs).compare(rank(acs, candidate.ac(), best), here) < 0)
        .toList();
  }

  private static Found rank(AcBook acs, Ac ac, String name) {
    return new Found(ac, name, acs.order(ac.control()), 0, true, "");
  }

  private static boolean full(AcDescriptor ac) {
    return ac.wtpsMax() > 0 && ac.activeWtps() >= ac.wtpsMax();
  }

  private static Instant next(Turn turn, Session session) {
    return turn.now()
        .plusMillis(Math.max(turn.millis(Timer.PRIMARY_DISCOVERY), session.echoMillis()));
  }
}
