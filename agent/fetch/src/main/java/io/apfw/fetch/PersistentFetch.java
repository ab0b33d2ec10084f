package io.apfw.fetch;

import io.apfw.fetch.Fetcher.Facts;
import io.apfw.fetch.Fetcher.Sink;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A file, whole or in parts, from a source that fails now and then: attempts that go on where the
 * one before ended, with pauses that double while nothing new comes. Ends at once over what no
 * repetition mends.
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
   * Fetches a whole file; the sink sees one stream, whatever happens in between.
   *
   * @return bytes that the source sent in all, repeated ones too
   */
  public long run(Location location, Sink sink, Cancellation cancellation, FetchListener listener)
      throws FetchException, InterruptedException {
    try (Run run = begin(location, cancellation, listener)) {
      run.fetch(0, OptionalLong.empty(), sink);
      return run.moved();
    }
  }

  /** Begins to fetch from a file; from now on the time runs that all of it may take. */
  public Run begin(Location location, Cancellation cancellation, FetchListener listener) {
    return new Run(location, cancellation, listener);
  }

  /** One file, from which parts are fetched one after the other. One thread. */
  public final class Run implements AutoCloseable {
    private final Location location;
    private final Cancellation cancellation;
    private final FetchListener listener;
    private final Meter meter;
    private final ScheduledFuture<?> deadline;
    private Optional<Facts> file = Optional.empty();

    private Run(Location location, Cancellation cancellation, FetchListener listener) {
      this.location = location;
      this.cancellation = cancellation;
      this.listener = listener;
      this.meter = new Meter(policy, nanos, pause, listener);
      this.deadline =
          cancelLater(
              cancellation,
              Cause.FETCH_DEADLINE,
              policy.totalMillisMax(),
              " was not here after %d ms: see fetch.totalMillis");
    }

    /**
     * Fetches a part; the sink sees one stream, whatever happens in between. The first part is the
     * file's beginning, and the whole file comes in its place where there are no {@link #parts}.
     *
     * @param from its first byte
     * @param bytes its length; empty for all the rest. More than the file has ends with the file.
     */
    public void fetch(long from, OptionalLong bytes, Sink sink)
        throws FetchException, InterruptedException {
      ResumingSink resuming = new ResumingSink(location, from, bytes, file, sink, meter);
      attempts(resuming);
      file = resuming.file();
    }

    /** Whether parts can be had that are sure to be of one file; known after the first. */
    public boolean parts() {
      return file.isPresent() && ResumingSink.parts(file.get());
    }

    /** The file's length, where the source told it. */
    public OptionalLong fileBytes() {
      return file.map(Facts::fileBytes).orElse(OptionalLong.empty());
    }

    /** Bytes that the source sent in all, repeated ones too. */
    public long moved() {
      return meter.moved();
    }

    /** From now on the listener hears how much of these bytes is here, not of the file. */
    public void expectParts(long bytes) {
      meter.parts(bytes);
    }

    @Override
    public void close() {
      deadline.cancel(false);
    }

    private void attempts(ResumingSink sink) throws FetchException, InterruptedException {
      int inVain = 0;
      while (true) {
        long before = sink.deliveredBytes();
        try {
          attempt(sink);
          if (sink.ended()) {
            return;
          }
        } catch (FetchException e) {
          cancellation.check();
          if (sink.complete()) {
            return;
          }
          inVain = sink.deliveredBytes() > before ? 1 : inVain + 1;
          if (!e.passing() || inVain >= policy.attemptsMax()) {
            throw e;
          }
          long millis = policy.backOffMillis(inVain);
          listener.tryingAgain(e.failure(), sink.deliveredEnd(), millis);
          pause.pause(millis, cancellation);
        }
      }
    }

    private void attempt(ResumingSink sink) throws FetchException, InterruptedException {
      Cancellation attempt = cancellation.part();
      ScheduledFuture<?> end =
          cancelLater(
              attempt,
              Cause.SERVER_SILENT,
              policy.attemptMillisMax(),
              " is too slow: not all came in %d ms; see fetch.attemptMillis");
      try {
        fetcher.fetch(sink.next(policy.bytesMax(), attempt), sink, attempt);
      } finally {
        end.cancel(false);
      }
    }

    private ScheduledFuture<?> cancelLater(
        Cancellation what, Cause cause, long millis, String sentence) {
      return timers.schedule(
          () -> what.cancel(new UpdateFailure(cause, location + sentence.formatted(millis))),
          millis,
          TimeUnit.MILLISECONDS);
    }
  }
}
