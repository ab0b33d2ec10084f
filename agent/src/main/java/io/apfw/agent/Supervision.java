package io.apfw.agent;

import io.apfw.agent.ops.ServiceManager;
import io.apfw.link.transport.DeadlineTimer;
import io.apfw.link.transport.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The service manager that may have started the agent. It hears that the agent is alive from the
 * event loop itself: a loop that hangs says nothing, and the watchdog ends the service.
 */
final class Supervision {
  /** Signs of life in each of the watchdog's intervals. */
  private static final int ALIVE_PER_INTERVAL = 3;

  private final EventLoop loop;
  private final Optional<ServiceManager> manager;
  private final DeadlineTimer timer;
  private LongConsumer onStall = millis -> {};
  private @Nullable Instant due;

  /** Without a service manager nothing is said to anybody. */
  Supervision(Optional<ServiceManager> manager, EventLoop loop) {
    this.loop = loop;
    this.manager = manager;
    this.timer = loop.timer(this::alive);
  }

  /** The agent is up, and from now on alive. */
  void ready() {
    manager.ifPresent(ServiceManager::ready);
    loop.execute(this::alive);
  }

  /**
   * Who hears, on the loop, that it stood still for a whole part of the watchdog's interval and
   * came back: for how many milliseconds. Before {@link #ready}.
   */
  void onStall(LongConsumer listener) {
    onStall = listener;
  }

  /** One line on how it goes. */
  void status(String words) {
    manager.ifPresent(m -> m.status(words));
  }

  private void alive() {
    manager.ifPresent(
        m ->
            m.watchdogMillis()
                .ifPresent(
                    millis -> {
                      m.alive();
                      again(Math.max(1, millis / ALIVE_PER_INTERVAL));
                    }));
  }

  private void again(long millis) {
    Instant now = loop.now();
    if (due != null && now.isAfter(due.plusMillis(millis))) {
      onStall.accept(Duration.between(due, now).toMillis());
    }
    due = now.plusMillis(millis);
    timer.arm(due);
  }
}
