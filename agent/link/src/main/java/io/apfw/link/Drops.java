package io.apfw.link;

import io.apfw.link.transport.CapwapUdp.Port;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is dropped before it costs much, and tells the first of each kind once a session: a
 * flood raises numbers, not the log.
 *
 * <p>Anybody can send in clear, so that only so many datagrams a second are looked into at all.
 * Each port has that share to itself: a flood at the one silences nothing at the other.
 */
final class Drops {
  /**
   * Clear datagrams of a port that are decoded, each second. More than any number of ACs answers to
   * one Discovery Request; decoding so many takes a hundredth of a slow processor.
   */
  static final int CLEAR_PER_SECOND_MAX = 200;

  private static final Duration WINDOW = Duration.ofSeconds(1);

  /** Kinds of what is dropped, with the names of their counters. */
  enum Kind {
    /** A clear message of the control port that cannot be read. */
    MALFORMED("clearMalformed"),
    /** One that may only come in a DTLS session. */
    FORBIDDEN("clearForbidden"),
    /** One of more than {@link #CLEAR_PER_SECOND_MAX}, on either port. */
    TOO_MANY("clearTooMany"),
    /** Of an address with which there is no session. */
    STRANGER("strangers"),
    /** What the data channel brings and nobody can read. */
    DATA_MALFORMED("dataMalformed"),
    /** In clear on a data channel of DTLS, or the other way round. */
    DATA_FORBIDDEN("dataForbidden"),
    /** A packet of the data plane, which is not ours. */
    DATA_FOREIGN("dataForeign");

    final String counter;

    Kind(String counter) {
      this.counter = counter;
    }
  }

  private final CapwapLink.Events events;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final Set<Kind> told = EnumSet.noneOf(Kind.class);
  private final Map<Port, Share> shares = new EnumMap<>(Port.class);

  Drops(CapwapLink.Events events) {
    this.events = events;
  }

  /** Whether one more clear datagram of that port may be looked into; counts it if it may not. */
  boolean mayDecode(Port port, InetSocketAddress from, Instant now) {
    boolean may = shares.computeIfAbsent(port, any -> new Share()).take(now);
    if (!may) {
      count(
          Kind.TOO_MANY,
          Addresses.text(from),
          "more than " + CLEAR_PER_SECOND_MAX + " clear datagrams in a second");
    }
    return may;
  }

  void count(Kind kind, String from, String reason) {
    counts.merge(kind, 1L, Long::sum);
    if (told.add(kind)) {
      events.dropped(from, reason);
    }
  }

  /** From now on the first of each kind is told again. */
  void newSession() {
    told.clear();
  }

  long of(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** What one port has had of its share in this second. */
  private static final class Share {
    private @Nullable Instant windowEnd;
    private int inWindow;

    boolean take(Instant now) {
      if (windowEnd == null || !now.isBefore(windowEnd)) {
        windowEnd = now.plus(WINDOW);
        inWindow = 0;
      }
      return ++inWindow <= CLEAR_PER_SECOND_MAX;
    }
  }
}
