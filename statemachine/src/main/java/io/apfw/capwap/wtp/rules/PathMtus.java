package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.MtuProbe;
import io.apfw.capwap.wire.message.PrimaryDiscoveryRequest;
import io.apfw.capwap.wtp.AcBook;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.MtuPolicy;
import io.apfw.capwap.wtp.PathMtu;
import io.apfw.capwap.wtp.PathMtu.Search;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpAction.DtlsMtuUpdate;
import io.apfw.capwap.wtp.WtpAction.SendClear;
import io.apfw.capwap.wtp.WtpEvent.ClearReceived;
import io.apfw.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Path MTU discovery, RFC 5415 section 3.5: before DTLS Setup with padded Discovery Requests to the
 * AC that was chosen, in Run every {@link Timer#PATH_MTU_AGE} with padded Primary Discovery
 * Requests.
 *
 * <p>RFC 1191 learns the length from routers' ICMP messages, which firewalls eat; we only count
 * what was answered, as RFC 4821 does. The longest packet goes out alone: on most paths its answer
 * ends the search after one round trip. Only when it is missing do all shorter ones follow, at
 * once.
 *
 * <p>Before a session no answer at all means the length that is safe everywhere. In Run it means
 * nothing: the AC may take no clear packet beside a session, and one that is gone shows otherwise.
 *
 * <p>Answers come in clear. One counts from the address that was asked and with the Sequence Number
 * of a packet that was sent; a forged one can make our packets too long for the path, as anybody
 * between us and the AC can in other ways, and never longer than configured.
 */
final class PathMtus {
  /** Ours: Ethernet, PPPoE, usual tunnels, and RFC 1191 section 7.1. */
  private static final List<Integer> USUAL = List.of(1492, 1460, 1420, 1380, 1280, 1006, 576);

  /** The CAPWAP DTLS header, RFC 5415 section 4.2. */
  private static final int DTLS_HEADER_BYTES = 4;

  /** Ordinary Discovery Requests are numbered from 0. */
  private static final int SEQUENCE_MIN = 128;

  private static final int SEQUENCES = 100;

  private PathMtus() {}

  /**
   * The MTU of DTLS in 2.3.2.1, "1468" there, of an IP packet of so many bytes; 0: as configured.
   */
  static DtlsMtuUpdate dtls(Turn turn, Endpoint ac, PathMtu mtu) {
    int bytes = mtu.bytes() == 0 ? turn.config().mtu().bytesMax() : mtu.bytes();
    return new DtlsMtuUpdate(bytes - headers(ac) - DTLS_HEADER_BYTES);
  }

  /** Forgets the way to the last AC. */
  static Memory forget(Memory memory) {
    return memory.with(memory.acs().with(PathMtu.UNKNOWN));
  }

  /** Begins to ask the way to an AC; the memory has no search if there is nothing to ask. */
  static Memory begin(Turn turn, Memory memory, Endpoint ac, boolean inSession) {
    List<Integer> lengths = lengths(turn, memory, ac, inSession);
    if (!turn.config().mtu().searched() || lengths.isEmpty()) {
      return memory;
    }
    Memory.Draw draw = memory.draw();
    int sequence = SEQUENCE_MIN + (int) Long.remainderUnsigned(draw.bits(), SEQUENCES);
    Search search = new Search(ac, sequence, lengths, false, 0);
    send(turn, draw.next(), search, 0, inSession);
    return with(draw.next(), mtu(memory).searching(search, turn.in(Timer.PATH_MTU)));
  }

  /** An answer; empty when it is none to a search. The memory's search is over if that was it. */
  static Optional<Memory> answered(
      Turn turn, Memory memory, ClearReceived event, boolean inSession) {
    Optional<Search> search =
        mtu(memory)
            .search()
            .filter(asked -> asked.ac().equals(event.from()))
            .filter(asked -> asked.place(event.sequence()) >= 0);
    if (search.isEmpty()) {
      return Optional.empty();
    }
    int place = search.get().place(event.sequence());
    Search passed = search.get().passed(place);
    // Of those on their way nothing longer is to be hoped for but the one that was late before.
    return Optional.of(
        place <= (passed.all() ? 1 : 0)
            ? ended(turn, memory, passed, inSession)
            : with(memory, mtu(memory).searching(passed, mtu(memory).until().orElseThrow())));
  }

  /** Goes on when an answer is late; without effect before. */
  static Memory late(Turn turn, Memory memory, boolean inSession) {
    Optional<Search> search = mtu(memory).search();
    if (search.isEmpty() || !mtu(memory).until().map(turn::passed).orElse(false)) {
      return memory;
    }
    if (search.get().all() || search.get().lengths().size() == 1) {
      return ended(turn, memory, search.get(), inSession);
    }
    Search widened = search.get().widened();
    for (int place = 1; place < widened.lengths().size(); place++) {
      send(turn, memory, widened, place, inSession);
    }
    return with(memory, mtu(memory).searching(widened, turn.in(Timer.PATH_MTU)));
  }

  /** On entering Run. */
  static Memory served(Turn turn, Memory memory) {
    return with(memory, settled(turn, mtu(memory).bytes(), true));
  }

  /** In Run: goes on with a search, or begins the next one. */
  static Memory tend(Turn turn, Memory memory, Session session) {
    PathMtu mtu = mtu(memory);
    if (mtu.search().isPresent()) {
      return late(turn, memory, true);
    }
    if (!mtu.until().map(turn::passed).orElse(false)) {
      return memory;
    }
    Memory again = with(memory, settled(turn, mtu.bytes(), true));
    return begin(turn, again, session.ac().control(), true);
  }

  private static Memory ended(Turn turn, Memory memory, Search search, boolean inSession) {
    int before = mtu(memory).bytes();
    int silent = inSession ? before : turn.config().mtu().safe(search.ac());
    int bytes = search.passed() == 0 ? silent : search.passed();
    PathMtu found = settled(turn, bytes, inSession);
    if (bytes != before) {
      turn.say(new Report.PathMtu(search.ac().address(), bytes, search.passed() > 0));
      if (inSession) {
        turn.act(dtls(turn, search.ac(), found));
      }
    }
    return with(memory, found);
  }

  private static PathMtu settled(Turn turn, int bytes, boolean inSession) {
    return PathMtu.found(
        bytes,
        inSession && turn.config().mtu().searched()
            ? Optional.of(turn.in(Timer.PATH_MTU_AGE))
            : Optional.empty());
  }

  /** Longest first; none that the request alone does not fit. */
  private static List<Integer> lengths(Turn turn, Memory memory, Endpoint ac, boolean inSession) {
    MtuPolicy policy = turn.config().mtu();
    int least =
        Math.max(
            policy.safe(ac),
            headers(ac) + MtuProbe.smallestBytes(request(turn, memory, ac, inSession)));
    TreeSet<Integer> lengths = new TreeSet<>(USUAL);
    lengths.add(policy.bytesMax());
    lengths.add(policy.safe(ac));
    List<Integer> longestFirst = new ArrayList<>(lengths.descendingSet());
    longestFirst.removeIf(length -> length < least || length > policy.bytesMax());
    return longestFirst;
  }

  private static void send(Turn turn, Memory memory, Search search, int place, boolean inSession) {
    Endpoint ac = search.ac();
    int bytes = search.lengths().get(place) - headers(ac);
    ControlMessage request = request(turn, memory, ac, inSession);
    turn.act(
        new SendClear(
            ac,
            (search.sequence() + place) & 0xff,
            request instanceof PrimaryDiscoveryRequest primary
                ? MtuProbe.padded(primary, bytes)
                : MtuProbe.padded((DiscoveryRequest) request, bytes)));
  }

  private static ControlMessage request(Turn turn, Memory memory, Endpoint ac, boolean inSession) {
    Candidate.Source source =
        memory.acs().candidates().stream()
            .filter(candidate -> candidate.ac().control().equals(ac))
            .findFirst()
            .map(Candidate::source)
            .orElse(Candidate.Source.UNKNOWN);
    return inSession
        ? Messages.primaryDiscovery(turn.config().identity(), memory.inventory(), source)
        : Messages.discovery(turn.config().identity(), memory.inventory(), source);
  }

  private static int headers(Endpoint ac) {
    return ac.ipv6() ? MtuProbe.IPV6_UDP_BYTES : MtuProbe.IPV4_UDP_BYTES;
  }

  private static PathMtu mtu(Memory memory) {
    return memory.acs().mtu();
  }

  private static Memory with(Memory memory, PathMtu mtu) {
    AcBook acs = memory.acs().with(mtu);
    return memory.with(acs);
  }
}
