package io.apfw.capwap.wtp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the WTP knows of its ACs, across sessions.
 *
 * @param candidates where ACs may be; the last answer of the lookups that was not empty
 * @param priorities AC Name with Priority, RFC 5415 4.6.5: 1 (first) to 255 by AC name; at most
 *     {@value #NAMES_MAX}
 * @param fallback whether to return to a preferred AC
 * @param failures ACs that failed, at most {@value #FAILURES_MAX}
 * @param returningTo the AC for which the WTP has left another one
 * @param probe the last Primary Discovery Requests; only in Run, and only while a better AC may
 *     exist
 * @param mtu the way to the AC in use
 * @param referred where the ACs say that others are, RFC 5415 4.6.2 and 4.6.3; the latest {@value
 *     #REFERRED_MAX}
 */
public record AcBook(
    List<Candidate> candidates,
    Map<String, Integer> priorities,
    boolean fallback,
    Map<Endpoint, Failure> failures,
    Optional<Endpoint> returningTo,
    Optional<Probe> probe,
    PathMtu mtu,
    List<Endpoint> referred) {
  /** Most candidates; those with the lowest order stay. */
  public static final int CANDIDATES_MAX = 64;

  private static final int REFERRED_MAX = 16;
  private static final int NAMES_MAX = 64;
  private static final int FAILURES_MAX = 64;

  /**
   * An AC that failed before Run.
   *
   * @param count in a row
   * @param until it ranks behind all others so long
   */
  public record Failure(int count, Instant until) {}

  /**
   * Primary Discovery Requests.
   *
   * @param sequence their Sequence Number
   * @param asked where they went
   * @param nextAt when the next ones are due
   */
  public record Probe(int sequence, List<Endpoint> asked, Instant nextAt) {
    public Probe {
      asked = List.copyOf(asked);
    }
  }

  public AcBook {
    candidates = List.copyOf(candidates.subList(0, Math.min(candidates.size(), CANDIDATES_MAX)));
    priorities = Map.copyOf(priorities);
    failures = Map.copyOf(failures);
    referred =
        List.copyOf(referred.subList(Math.max(0, referred.size() - REFERRED_MAX), referred.size()));
  }

  /** What a WTP knows when it starts. */
  public static AcBook empty(boolean fallback) {
    return new AcBook(
        List.of(),
        Map.of(),
        fallback,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        PathMtu.UNKNOWN,
        List.of());
  }

  /** After a lookup; what was known stays when the sources found nothing. */
  public AcBook found(List<Candidate> now) {
    List<Candidate> next = new ArrayList<>(now);
    if (now.stream().allMatch(AcBook::referral)) {
      candidates.stream().filter(candidate -> !referral(candidate)).forEach(next::add);
    }
    return next.isEmpty()
        ? this
        : new AcBook(next, priorities, fallback, failures, returningTo, probe, mtu, referred);
  }

  private static boolean referral(Candidate candidate) {
    return candidate.source() == Candidate.Source.REFERRAL;
  }

  /** After an AC has said where others are; it is believed no more than a DNS answer. */
  public AcBook referredTo(List<Endpoint> others) {
    Set<Endpoint> all = new LinkedHashSet<>(referred);
    // Those that are named again count as the latest.
    all.removeAll(Set.copyOf(others));
    all.addAll(others);
    return new AcBook(
        candidates, priorities, fallback, failures, returningTo, probe, mtu, List.copyOf(all));
  }

  /** After an AC has named the preferred ones; it always names all of them. */
  public AcBook named(Map<String, Integer> byName) {
    Map<String, Integer> bounded = new LinkedHashMap<>();
    byName.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(NAMES_MAX)
        .forEach(entry -> bounded.put(entry.getKey(), entry.getValue()));
    return new AcBook(candidates, bounded, fallback, failures, returningTo, probe, mtu, referred);
  }

  /** With fallback or without. */
  public AcBook withFallback(boolean enabled) {
    return new AcBook(candidates, priorities, enabled, failures, returningTo, probe, mtu, referred);
  }

  /** After a failure of that AC; the one whose time is over first gives way to it. */
  public AcBook failed(Endpoint ac, Failure failure) {
    Map<Endpoint, Failure> more = new HashMap<>(failures);
    if (more.size() >= FAILURES_MAX && !more.containsKey(ac)) {
      more.entrySet().stream()
          .min((a, b) -> a.getValue().until().compareTo(b.getValue().until()))
          .ifPresent(oldest -> more.remove(oldest.getKey()));
    }
    more.put(ac, failure);
    return new AcBook(candidates, priorities, fallback, more, returningTo, probe, mtu, referred);
  }

  /** That AC serves us: what it failed in is forgotten. */
  public AcBook served(Endpoint ac) {
    Map<Endpoint, Failure> less = new HashMap<>(failures);
    less.remove(ac);
    return new AcBook(
        candidates, priorities, fallback, less, Optional.empty(), Optional.empty(), mtu, referred);
  }

  /** Leaving one AC for another. */
  public AcBook returning(Endpoint ac) {
    return new AcBook(
        candidates,
        priorities,
        fallback,
        failures,
        Optional.of(ac),
        Optional.empty(),
        mtu,
        referred);
  }

  /** With other Primary Discovery Requests, or with none. */
  public AcBook with(Optional<Probe> other) {
    return new AcBook(
        candidates, priorities, fallback, failures, returningTo, other, mtu, referred);
  }

  /** With another way to the AC in use. */
  public AcBook with(PathMtu other) {
    return new AcBook(
        candidates, priorities, fallback, failures, returningTo, probe, other, referred);
  }

  /** Whether that AC failed and ranks behind all others for it. */
  public boolean avoided(Endpoint ac, Instant now) {
    Failure failure = failures.get(ac);
    return failure != null && now.isBefore(failure.until());
  }

  /**
   * The order of the source that led to that AC: its own, or that of a broadcast or multicast, or
   * behind all.
   */
  public int order(Endpoint ac) {
    return candidates.stream()
        .filter(candidate -> candidate.ac().control().equals(ac))
        .findFirst()
        .or(() -> candidates.stream().filter(candidate -> !candidate.unicast()).findFirst())
        .map(Candidate::order)
        .orElse(Integer.MAX_VALUE);
  }

  /** The priority of an AC of that name; behind all when it has none. */
  public int priority(String name) {
    return priorities.getOrDefault(name, Integer.MAX_VALUE);
  }
}
