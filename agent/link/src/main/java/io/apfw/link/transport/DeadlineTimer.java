package io.apfw.link.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One deadline that may move at every event, as {@code nextDeadline(state)} of a machine does.
 *
 * <p>Moving it later costs nothing: a wake-up that comes too early arms itself again. So 51,208
 * image blocks, each of which moves the deadline, cost one wake-up per interval and no
 * cancellation.
 *
 * <p>Belongs to the event loop: no method may be called from another thread.
 */
public final class DeadlineTimer {
  private final EventLoop loop;
  private final Runnable task;
  private @Nullable Instant deadline;
  private @Nullable Instant nextWake;

  DeadlineTimer(EventLoop loop, Runnable task) {
    this.loop = loop;
    this.task = task;
  }

  /**
   * Sets the deadline in place of the one before.
   *
   * @param newDeadline when to run the task, at once if it has passed; null: never
   */
  public void arm(@Nullable Instant newDeadline) {
    deadline = newDeadline;
    if (newDeadline != null && (nextWake == null || newDeadline.isBefore(nextWake))) {
      wakeAt(newDeadline);
    }
  }

  private void wakeAt(Instant at) {
    nextWake = at;
    loop.at(at, () -> wake(at));
  }

  private void wake(Instant at) {
    if (!at.equals(nextWake)) {
      return; // overtaken by an earlier wake-up, which has seen to the deadline
    }
    nextWake = null;
    Instant due = deadline;
    if (due == null) {
      return;
    }
    if (due.isAfter(loop.now())) {
      wakeAt(due);
      return;
    }
    deadline = null;
    task.run();
  }
}
