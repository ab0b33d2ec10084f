package io.apfw.agent.flight;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of one machine, oldest first, and the state that the first of them began in.
 * States and events are values that nobody changes: they are kept as they are and put into words
 * only when they are written. Belongs to one thread.
 *
 * @param <S> the machine's state
 * @param <E> the machine's event
 */
final class Track<S, E> {
  /** What a step takes beside its event's own bytes: records that the next state does not share. */
  static final int STEP_BYTES = 1024;

  /**
   * One step.
   *
   * @param number of all machines' steps, from 1
   * @param after empty when the machine threw
   * @param bytes what keeping it may cost
   */
  record Taken<S, E>(long number, Instant now, E event, @Nullable S after, int bytes) {}

  /**
   * What is known at one time; for any thread.
   *
   * @param start null before a machine's first event where it has no state then
   */
  record Cut<S, E>(@Nullable S start, List<Taken<S, E>> steps) {}

  private final int stepsMax;
  private final long bytesMax;
  private final Deque<Taken<S, E>> steps = new ArrayDeque<>();
  private @Nullable S start;
  private long bytes;
  private @Nullable Taken<S, E> begun;

  /**
   * @param start where the machine is before its first event
   */
  Track(@Nullable S start, int stepsMax, long bytesMax) {
    this.start = start;
    this.stepsMax = stepsMax;
    this.bytesMax = bytesMax;
  }

  /** The machine is about to take an event; it may throw. */
  void begins(long number, Instant now, E event, int eventBytes) {
    begun = new Taken<>(number, now, event, null, STEP_BYTES + eventBytes);
  }

  /** The step that was begun has led there. */
  void ended(S after) {
    Taken<S, E> step = begun;
    if (step == null) {
      throw new IllegalStateException("no step was begun");
    }
    begun = null;
    steps.add(new Taken<>(step.number(), step.now(), step.event(), after, step.bytes()));
    bytes += step.bytes();
    while (steps.size() > stepsMax || bytes > bytesMax) {
      Taken<S, E> oldest = steps.remove();
      bytes -= oldest.bytes();
      start = oldest.after();
    }
  }

  /** All steps that are kept, and the one that was begun last if it has not ended. */
  Cut<S, E> cut() {
    List<Taken<S, E>> all = new ArrayList<>(steps);
    if (begun != null) {
      all.add(begun);
    }
    return new Cut<>(start, List.copyOf(all));
  }
}
