package io.apfw.drills.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that moves to the next thing to do. What is due at the same instant keeps its order. */
final class VirtualTime {
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
  private final Instant start;
  private Instant now;
  private long number;

  private record Due(Instant at, long number, Runnable task) {}

  VirtualTime(Instant start) {
    this.start = start;
    this.now = start;
  }

  Instant now() {
    return now;
  }

  /** Since the beginning. */
  Duration elapsed() {
    return Duration.between(start, now);
  }

  void after(Duration pause, Runnable task) {
    at(now.plus(pause), task);
  }

  void at(Instant when, Runnable task) {
    due.add(new Due(when.isBefore(now) ? now : when, number++, task));
  }

  /**
   * Does the next thing; false when there is none up to {@code end}, and it is {@code end} then.
   */
  boolean next(Instant end) {
    Due first = due.peek();
    if (first == null || first.at().isAfter(end)) {
      now = end;
      return false;
    }
    due.remove();
    now = first.at();
    first.task().run();
    return true;
  }

  /** A machine's deadline, which moves all the time. */
  final class Alarm {
    private final Runnable task;
    private @Nullable Instant wanted;
    private @Nullable Instant queued;

    Alarm(Runnable task) {
      this.task = task;
    }

    /** Goes off then, and not before; never when empty. */
    void set(Optional<Instant> when) {
      wanted = when.orElse(null);
      if (wanted != null && (queued == null || wanted.isBefore(queued))) {
        queue(wanted);
      }
    }

    private void queue(Instant when) {
      queued = when;
      at(when, () -> reached(when));
    }

    private void reached(Instant when) {
      if (!when.equals(queued)) {
        return;
      }
      queued = null;
      if (wanted == null) {
        return;
      }
      if (wanted.isAfter(now)) {
        queue(wanted);
      } else {
        wanted = null;
        task.run();
      }
    }
  }
}
