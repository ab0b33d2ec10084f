package io.apfw.agent.fetch;

import io.apfw.agent.fetch.Fetcher.Sink;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A whole file from a source that fails now and then: attempts that go on where the one before
 * ended, with pauses that double while nothing new comes. Ends at once over what no repetition
 * mends.
 */
public final class PersistentFetch {
  private final Fetcher fetcher;
  private final FetchPolicy policy;
  private final ScheduledExecutorService timers;
  private final LongSupplier nanos;
  private final Pause pause;

  /**
   * @param timers ends what takes too long
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  public PersistentFetch(
      Fetcher fetcher,
      FetchPolicy policy,
      ScheduledExecutorService timers,
      LongSupplier nanos,
      Pause pause) {
    this.fetcher = fetcher;
    this.policy = policy;
    this.timers = timers;
    this.nanos = nanos;
    this.pause = pause;
  }

  /**
   * Fetches; the sink sees one stream, whatever happens in between.
   *
   * @return bytes that the source sent in all, repeated ones too
   */
  public long run(Location location, Sink sink, Cancellation cancellation, FetchListener listener)
      throws FetchException, InterruptedException {
    Meter meter = new Meter(policy, nanos, pause, listener);
    ResumingSink resuming = new ResumingSink(location, sink, meter);
    ScheduledFuture<?> deadline =
        timers.schedule(
            () ->
                cancellation.cancel(
                    new UpdateFailure(
                        Cause.FETCH_DEADLINE,
                        location
                            + " was not here after "
                            + policy.totalMillisMax()
                            + " ms: see fetch.totalMillis")),
            policy.totalMillisMax(),
            TimeUnit.MILLISECONDS);
    try {
      attempts(location, resuming, cancellation, listener);
      return meter.moved();
    } finally {
      deadline.cancel(false);
    }
  }

  private void attempts(
      Location location, ResumingSink sink, Cancellation cancellation, FetchListener listener)
      throws FetchException, InterruptedException {
    int inVain = 0;
    while (true) {
      long before = sink.deliveredBytes();
      try {
        attempt(location, sink, cancellation);
        sink.ended();
        return;
      } catch (FetchException e) {
        cancellation.check();
        inVain = sink.deliveredBytes() > before ? 1 : inVain + 1;
        if (!e.passing() || inVain >= policy.attemptsMax()) {
          throw e;
        }
        long millis = policy.backOffMillis(inVain);
        listener.tryingAgain(e.failure(), sink.deliveredBytes(), millis);
        pause.pause(millis, cancellation);
      }
    }
  }

  private void attempt(Location location, ResumingSink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    Cancellation attempt = cancellation.part();
    ScheduledFuture<?> deadline =
        timers.schedule(
            () ->
                attempt.cancel(
                    new UpdateFailure(
                        Cause.SERVER_SILENT,
                        location
                            + " is too slow: not all came in "
                            + policy.attemptMillisMax()
                            + " ms; see fetch.attemptMillis")),
            policy.attemptMillisMax(),
            TimeUnit.MILLISECONDS);
    try {
      fetcher.fetch(sink.next(policy.bytesMax(), attempt), sink, attempt);
    } finally {
      deadline.cancel(false);
    }
  }
}
