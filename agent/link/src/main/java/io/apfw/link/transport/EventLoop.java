package io.apfw.link.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns the agent's machines, its sockets and its DTLS sessions.
 *
 * <p>Whatever runs here must not block: slow work goes to workers and comes back through {@link
 * #execute}.
 */
public final class EventLoop implements Executor, AutoCloseable {
  private static final long CLOSE_MILLIS_MAX = 2_000;

  private final InstantSource clock;
  private final MultiThreadIoEventLoopGroup group;
  private final IoEventLoop loop;
  private final CompletableFuture<Throwable> bug = new CompletableFuture<>();

  /**
   * Starts the thread.
   *
   * @param clock protocol time, normally a {@link MonotonicClock}
   */
  public EventLoop(InstantSource clock) {
    this.clock = clock;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("apfw-loop"), NioIoHandler.newFactory());
    this.loop = group.next();
  }

  /** Protocol time now. */
  public Instant now() {
    return clock.instant();
  }

  /** Whether the caller is on the loop's thread. */
  public boolean inLoop() {
    return loop.inEventLoop();
  }

  /**
   * Runs the task on the loop's thread, later, in the order of the calls.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop is closed
   */
  @Override
  public void execute(Runnable task) {
    loop.execute(() -> run(task));
  }

  /**
   * Completes, on the loop's thread, with the first exception that a task, a timer or a handler of
   * datagrams lets escape. Whoever owns the process ends it then: Netty would only log it.
   */
  public CompletionStage<Throwable> bug() {
    return bug.minimalCompletionStage();
  }

  void reportBug(Throwable escaped) {
    bug.complete(escaped);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      reportBug(e);
      throw e;
    }
  }

  /** A timer that runs the task on this loop; it is not armed yet. */
  public DeadlineTimer timer(Runnable task) {
    return new DeadlineTimer(this, task);
  }

  /** Runs the task on the loop's thread once protocol time has reached the deadline. */
  void at(Instant deadline, Runnable task) {
    Duration wait = Duration.between(now(), deadline);
    // Round up: a timer that fires early would find its deadline not yet due and spin.
    long millis = wait.isNegative() ? 0 : wait.plusNanos(999_999).toMillis();
    var unused = loop.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
  }

  IoEventLoop netty() {
    return loop;
  }

  /** Ends the thread after the task at hand; waits for it unless called on the loop itself. */
  @Override
  public void close() {
    var ended = group.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    if (!inLoop()) {
      ended.awaitUninterruptibly(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }
  }
}
