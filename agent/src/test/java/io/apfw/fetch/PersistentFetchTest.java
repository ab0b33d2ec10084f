package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.fetch.Fetcher.Facts;
import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PersistentFetchTest {
  private static final byte[] FILE = new byte[10_000];

  static {
    for (int at = 0; at < FILE.length; at++) {
      FILE[at] = (byte) ((at * 31) >> 3);
    }
  }

  /** One attempt of the source. */
  private interface Attempt {
    void serve(Request request, Fetcher.Sink sink, Cancellation cancellation)
        throws FetchException, InterruptedException;
  }

  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private final List<Request> asked = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Collector all = new Collector();
  private long nanos;
  private FetchPolicy policy = policy(0, 60_000, 60_000);

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  private static FetchPolicy policy(long bandwidth, long attemptMillis, long totalMillis) {
    return new FetchPolicy(1 << 20, bandwidth, 3, 100, 350, attemptMillis, totalMillis);
  }

  private long run() throws Exception {
    return run(new Cancellation());
  }

  private long run(Cancellation cancellation) throws Exception {
    Fetcher fetcher =
        new Fetcher() {
          @Override
          public void fetch(Request request, Sink sink, Cancellation attempt)
              throws FetchException, InterruptedException {
            asked.add(request);
            attempts.remove().serve(request, sink, attempt);
          }

          @Override
          public void close() {}
        };
    Pause pause =
        (millis, unused) -> {
          pauses.add(millis);
          nanos += millis * 1_000_000;
        };
    return new PersistentFetch(fetcher, policy, timers, () -> nanos, pause)
        .run(Location.parse("http://h/b"), all, cancellation, listener());
  }

  private FetchListener listener() {
    return new FetchListener() {
      @Override
      public void progress(
          long bytes, OptionalLong fileBytes, long bytesPerSecond, long roundTripMillis) {
        told.add(
            bytes
                + " of "
                + fileBytes.orElse(-1)
                + " at "
                + bytesPerSecond
                + ", "
                + roundTripMillis
                + " ms away");
      }

      @Override
      public void tryingAgain(UpdateFailure failure, long bytes, long pauseMillis) {
        told.add(failure.cause() + " at " + bytes + ", " + pauseMillis);
      }
    };
  }

  /** Sends up to a byte of the file, then fails. */
  private static Attempt until(int end, boolean ranges, Optional<String> validator, Cause cause) {
    return (request, sink, cancellation) -> {
      int from = ranges ? (int) request.offset() : 0;
      sink.begins(new Facts(from, OptionalLong.of(FILE.length), ranges, validator));
      if (end > from) {
        sink.bytes(FILE, from, end - from);
      }
      if (end < FILE.length) {
        throw new FetchException(cause, "by the test");
      }
    };
  }

  private static Attempt ranged(int end) {
    return until(end, true, Optional.of("\"1\""), Cause.TRANSFER_CUT);
  }

  private static Attempt failing(Cause cause) {
    return (request, sink, cancellation) -> {
      throw new FetchException(cause, "by the test");
    };
  }

  @Test
  void goesOnBehindTheLastByte() throws Exception {
    attempts.addAll(List.of(ranged(3_000), ranged(7_000), ranged(FILE.length)));
    assertThat(run()).isEqualTo(FILE.length);
    assertThat(all.all()).isEqualTo(FILE);
    assertThat(asked).extracting(Request::offset).containsExactly(0L, 3_000L, 7_000L);
    assertThat(asked.get(1).validator()).contains("\"1\"");
    assertThat(told).containsExactly("TRANSFER_CUT at 3000, 100", "TRANSFER_CUT at 7000, 100");
  }

  @Test
  void startsOverWhereNothingShowsThatTheFileIsTheSame() throws Exception {
    attempts.addAll(
        List.of(
            until(3_000, true, Optional.empty(), Cause.SERVER_SILENT),
            until(FILE.length, true, Optional.empty(), Cause.SERVER_SILENT)));
    assertThat(run()).isEqualTo(FILE.length + 3_000);
    assertThat(all.all()).isEqualTo(FILE);
    assertThat(asked).extracting(Request::offset).containsExactly(0L, 0L);
  }

  @Test
  void refusesAnotherFileThatComesInThePlaceOfTheFirst() {
    attempts.add(until(3_000, false, Optional.empty(), Cause.TRANSFER_CUT));
    attempts.add(
        (request, sink, cancellation) -> {
          sink.begins(new Facts(0, OptionalLong.of(FILE.length), false, Optional.empty()));
          byte[] other = FILE.clone();
          other[2_999]++;
          sink.bytes(other, 0, 2_000);
          sink.bytes(other, 2_000, 8_000);
        });
    assertThat(catchThrowableOfType(FetchException.class, this::run).failure().cause())
        .isEqualTo(Cause.FILE_CHANGED);
    assertThat(all.all()).isEqualTo(Arrays.copyOf(FILE, 3_000));
  }

  @Test
  void refusesAFileThatHasShrunkOrGrown() {
    attempts.add(until(3_000, false, Optional.empty(), Cause.TRANSFER_CUT));
    attempts.add(
        (request, sink, cancellation) ->
            sink.begins(new Facts(0, OptionalLong.of(2_000), false, Optional.empty())));
    assertThat(catchThrowableOfType(FetchException.class, this::run).failure().cause())
        .isEqualTo(Cause.FILE_CHANGED);
  }

  @Test
  void pausesLongerWhileNothingComesAndGivesUp() {
    policy = new FetchPolicy(1 << 20, 0, 4, 100, 350, 60_000, 60_000);
    for (int i = 0; i < 4; i++) {
      attempts.add(failing(Cause.SERVER_UNREACHABLE));
    }
    assertThat(catchThrowableOfType(FetchException.class, this::run).failure().cause())
        .isEqualTo(Cause.SERVER_UNREACHABLE);
    assertThat(pauses).containsExactly(100L, 200L, 350L);
  }

  @Test
  void givesUpAtOnceOverWhatNoRepetitionMends() {
    attempts.add(failing(Cause.FILE_NOT_FOUND));
    assertThat(catchThrowableOfType(FetchException.class, this::run).failure().cause())
        .isEqualTo(Cause.FILE_NOT_FOUND);
    assertThat(pauses).isEmpty();
  }

  @Test
  void keepsToTheBandwidthAndTellsHowItGoes() throws Exception {
    policy = policy(1_000, 60_000, 60_000);
    attempts.add(
        (request, sink, cancellation) -> {
          sink.begins(new Facts(0, OptionalLong.of(FILE.length), false, Optional.empty(), 20));
          for (int at = 0; at < FILE.length; at += 2_500) {
            sink.bytes(FILE, at, 2_500);
          }
        });
    run();
    assertThat(pauses).containsExactly(2_500L, 2_500L, 2_500L, 2_500L);
    assertThat(told)
        .containsExactly(
            "2500 of 10000 at 1000, 20 ms away",
            "5000 of 10000 at 1000, 20 ms away",
            "7500 of 10000 at 1000, 20 ms away",
            "10000 of 10000 at 1000, 20 ms away");
  }

  /** Waits for its cancellation, as an adapter does whose server says nothing. */
  private static void hang(Request request, Fetcher.Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    cancellation.onCancel(cancelled::countDown);
    cancelled.await();
    cancellation.check();
  }

  @Test
  void anAttemptThatTakesTooLongIsFollowedByTheNext() throws Exception {
    policy = policy(0, 50, 600_000);
    attempts.add(PersistentFetchTest::hang);
    attempts.add(ranged(FILE.length));
    run();
    assertThat(all.all()).isEqualTo(FILE);
    assertThat(told).containsExactly("SERVER_SILENT at 0, 100");
  }

  @Test
  void allOfItMayNotTakeLongerThanAllowed() {
    policy = policy(0, 600_000, 50);
    attempts.add(PersistentFetchTest::hang);
    assertThat(catchThrowableOfType(FetchException.class, this::run).failure().cause())
        .isEqualTo(Cause.FETCH_DEADLINE);
  }

  @Test
  void aCancellationIsNoReasonToTryAgain() {
    Cancellation cancellation = new Cancellation();
    attempts.add(
        (request, sink, attempt) -> {
          cancellation.cancel(new UpdateFailure(Cause.STOPPED, "by the test"));
          throw new FetchException(Cause.TRANSFER_CUT, "the socket was closed");
        });
    assertThat(
            catchThrowableOfType(FetchException.class, () -> run(cancellation)).failure().cause())
        .isEqualTo(Cause.STOPPED);
    assertThat(pauses).isEmpty();
  }
}
