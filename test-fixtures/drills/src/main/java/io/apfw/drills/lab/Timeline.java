package io.apfw.drills.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Everything seen in a drill, in order, on one monotonic clock; from any thread. */
public final class Timeline {
  /** An agent that babbles must not fill the memory: what comes after is not kept. */
  private static final int ENTRIES_MAX = 100_000;

  /**
   * One event.
   *
   * @param nanos since the timeline began
   * @param event what was seen
   */
  public record Entry(long nanos, DrillEvent event) {
    /** Seconds from another entry to this one. */
    public double secondsSince(Entry earlier) {
      return (nanos - earlier.nanos) / 1e9;
    }
  }

  private final long startNanos;
  private final List<Entry> entries = new ArrayList<>();

  /** Begins now. */
  public Timeline() {
    this(System.nanoTime());
  }

  private Timeline(long startNanos) {
    this.startNanos = startNanos;
  }

  /** Another one that began when this one did. */
  Timeline beside() {
    return new Timeline(startNanos);
  }

  /** Adds an event that happened just now. */
  public synchronized void add(DrillEvent event) {
    if (entries.size() < ENTRIES_MAX) {
      entries.add(new Entry(System.nanoTime() - startNanos, event));
      notifyAll();
    }
  }

  /** Since it began. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** How many entries there are: where to start looking for what comes after. */
  public synchronized int size() {
    return entries.size();
  }

  /** All entries so far. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The agent's lines so far. */
  public List<String> log() {
    return entries().stream()
        .filter(entry -> entry.event() instanceof DrillEvent.Logged)
        .map(entry -> ((DrillEvent.Logged) entry.event()).line())
        .toList();
  }

  /** The first entry from {@code from} on, if it has come. */
  public synchronized Optional<Entry> find(int from, Predicate<DrillEvent> wanted) {
    return entries.stream().skip(from).filter(entry -> wanted.test(entry.event())).findFirst();
  }

  /** Waits for an entry from {@code from} on; empty when it did not come in time. */
  public synchronized Optional<Entry> await(
      int from, Predicate<DrillEvent> wanted, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (int next = from; ; ) {
      for (; next < entries.size(); next++) {
        if (wanted.test(entries.get(next).event())) {
          return Optional.of(entries.get(next));
        }
      }
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return Optional.empty();
      }
      wait(millis);
    }
  }
}
