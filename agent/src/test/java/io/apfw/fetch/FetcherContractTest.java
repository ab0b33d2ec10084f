package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apfw.agent.Threads;
import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@link Fetcher} promises, for every adapter; prints what became of each misbehaviour. */
class FetcherContractTest {
  /** Makes an adapter's bench anew for each test. */
  private interface Maker {
    FetchBench make() throws Exception;
  }

  /** A test of the contract. */
  private interface Clause {
    void check(FetchBench bench) throws Exception;
  }

  private static final Map<String, Maker> ADAPTERS = new LinkedHashMap<>();

  static {
    ADAPTERS.put("file", FileBench::new);
    ADAPTERS.put("http", () -> new HttpBench(false));
    ADAPTERS.put("https", () -> new HttpBench(true));
    ADAPTERS.put("tftp", TftpBench::new);
    ADAPTERS.put("sftp", SftpBench::new);
  }

  private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();

  private static Stream<DynamicTest> forEachAdapter(Clause clause) {
    return ADAPTERS.entrySet().stream()
        .map(
            adapter ->
                DynamicTest.dynamicTest(
                    adapter.getKey(),
                    () -> {
                      try (FetchBench bench = adapter.getValue().make()) {
                        clause.check(bench);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> bringsEveryByteInOrder() {
    return forEachAdapter(
        bench -> {
          for (int size : new int[] {0, 1, 511, 512, 513, 65_536, 1_000_000}) {
            byte[] file = bytes(size);
            Collector all = fetch(bench, Request.whole(bench.serve(file), FetchBench.BYTES_MAX));
            assertThat(all.all()).isEqualTo(file);
            assertThat(all.facts().offset()).isZero();
            assertThat(all.facts().fileBytes()).hasValue(size);
            assertThat(all.largest()).isLessThanOrEqualTo(Fetcher.BUFFER_BYTES);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> takesAFileOfExactlyTheBound() {
    return forEachAdapter(
        bench -> {
          byte[] file = bytes(100_000);
          assertThat(fetch(bench, Request.whole(bench.serve(file), file.length)).all())
              .isEqualTo(file);
          assertThatThrownBy(() -> fetch(bench, Request.whole(bench.serve(file), file.length - 1)))
              .hasMessageContaining("E218 FILE_TOO_LARGE");
        });
  }

  @TestFactory
  Stream<DynamicTest> bringsAPartOrStartsOver() {
    return forEachAdapter(
        bench -> {
          byte[] file = bytes(300_000);
          Request whole = Request.whole(bench.serve(file), FetchBench.BYTES_MAX);
          Collector first = fetch(bench, whole);
          Optional<String> validator = first.facts().validator();
          for (long[] part :
              new long[][] {{0, 10}, {70_000, 65_537}, {299_999, 1}, {250_000, 90_000}}) {
            Collector some = fetch(bench, whole.part(part[0], OptionalLong.of(part[1]), validator));
            checkPart(
                bench, some, file, (int) part[0], (int) Math.min(part[0] + part[1], file.length));
          }
          checkPart(
              bench,
              fetch(bench, whole.part(123_456, OptionalLong.empty(), validator)),
              file,
              123_456,
              file.length);
        });
  }

  private static void checkPart(FetchBench bench, Collector some, byte[] file, int from, int to) {
    if (bench.ranges()) {
      assertThat(some.facts().offset()).isEqualTo(from);
      assertThat(some.facts().ranges()).isTrue();
      assertThat(some.all()).isEqualTo(Arrays.copyOfRange(file, from, to));
    } else {
      assertThat(some.facts().offset()).isZero();
      assertThat(some.facts().ranges()).isFalse();
      assertThat(some.all()).isEqualTo(file);
    }
  }

  @TestFactory
  Stream<DynamicTest> waitsForTheSink() {
    return forEachAdapter(
        bench -> {
          byte[] file = bytes(2_000_000);
          Location location = bench.serve(file);
          CountDownLatch go = new CountDownLatch(1);
          CountDownLatch blocked = new CountDownLatch(1);
          Collector all = new Collector();
          CompletableFuture<Void> done =
              CompletableFuture.runAsync(
                  () -> {
                    try (Fetcher fetcher = bench.fetcher(FetchBench.LONG_MILLIS)) {
                      fetcher.fetch(
                          Request.whole(location, FetchBench.BYTES_MAX),
                          gated(all, go, blocked),
                          new Cancellation());
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  },
                  Threads.EACH);
          blocked.await();
          assertThat(all.all()).isEmpty();
          go.countDown();
          done.join();
          assertThat(all.all()).isEqualTo(file);
        });
  }

  private static Fetcher.Sink gated(Fetcher.Sink sink, CountDownLatch go, CountDownLatch blocked) {
    return new Fetcher.Sink() {
      @Override
      public void begins(Fetcher.Facts facts) throws FetchException {
        sink.begins(facts);
      }

      @Override
      public void bytes(byte[] buffer, int offset, int length)
          throws FetchException, InterruptedException {
        blocked.countDown();
        go.await();
        sink.bytes(buffer, offset, length);
      }
    };
  }

  @TestFactory
  Stream<DynamicTest> endsWhenItIsCancelled() {
    return forEachAdapter(
        bench -> {
          // Stalled where the transport can; where not, the sink is where it is found.
          Optional<Location> stalled = bench.serve(bytes(200_000), Misbehaviour.STALLS);
          Location location = stalled.isPresent() ? stalled.get() : bench.serve(bytes(200_000));
          Cancellation cancellation = new Cancellation();
          Fetcher.Sink sink =
              new Fetcher.Sink() {
                @Override
                public void begins(Fetcher.Facts facts) {
                  var unused =
                      CompletableFuture.runAsync(
                          () ->
                              cancellation.cancel(new UpdateFailure(Cause.STOPPED, "by the test")),
                          Threads.EACH);
                }

                @Override
                public void bytes(byte[] buffer, int offset, int length) {}
              };
          try (Fetcher fetcher = bench.fetcher(FetchBench.LONG_MILLIS)) {
            if (stalled.isPresent()) {
              assertThat(failure(fetcher, Request.whole(location, 1 << 20), sink, cancellation))
                  .isEqualTo(Cause.STOPPED);
            }
            cancellation.cancel(new UpdateFailure(Cause.STOPPED, "at the latest"));
            assertThat(failure(fetcher, Request.whole(location, 1 << 20), sink, cancellation))
                .isEqualTo(Cause.STOPPED);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> endsWhenTheSinkWantsNoMore() {
    return forEachAdapter(
        bench -> {
          Fetcher.Sink full =
              new Fetcher.Sink() {
                @Override
                public void begins(Fetcher.Facts facts) {}

                @Override
                public void bytes(byte[] buffer, int offset, int length) throws FetchException {
                  throw new FetchException(Cause.SLOT_WRITE, "enough");
                }
              };
          Request request = Request.whole(bench.serve(bytes(500_000)), 1 << 20);
          try (Fetcher fetcher = bench.fetcher(FetchBench.LONG_MILLIS)) {
            assertThat(failure(fetcher, request, full, new Cancellation()))
                .isEqualTo(Cause.SLOT_WRITE);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> namesWhatTheServerDoesWrong() {
    return ADAPTERS.entrySet().stream()
        .flatMap(
            adapter ->
                Arrays.stream(Misbehaviour.values())
                    .map(
                        how ->
                            DynamicTest.dynamicTest(
                                adapter.getKey() + " " + how,
                                () -> {
                                  try (FetchBench bench = adapter.getValue().make()) {
                                    judge(bench, how);
                                  }
                                })));
  }

  private static void judge(FetchBench bench, Misbehaviour how) throws Exception {
    byte[] file = bytes(200_000);
    Optional<Location> location = bench.serve(file, how);
    String cell = bench.adapter() + " " + how;
    if (location.isEmpty()) {
      OUTCOMES.put(cell, "-");
      return;
    }
    boolean waits = how.causes().contains(Cause.SERVER_SILENT);
    Request request = Request.whole(location.get(), FetchBench.BYTES_MAX);
    Collector got = new Collector();
    FetchException failure;
    try (Fetcher fetcher =
        bench.fetcher(waits ? FetchBench.SHORT_MILLIS : FetchBench.LONG_MILLIS)) {
      if (how == Misbehaviour.CHANGES) {
        fetcher.fetch(request, got, new Cancellation());
        assertThat(got.all()).isEqualTo(file);
        Optional<String> validator = got.facts().validator();
        if (bench instanceof FileBench) {
          bench.serve(bytes(199_999));
        } else if (bench instanceof SftpBench sftp) {
          sftp.replace(bytes(199_999));
        }
        got = new Collector();
        request = request.part(100_000, OptionalLong.empty(), validator);
      }
      Request asked = request;
      Collector into = got;
      failure =
          catchThrowableOfType(
              FetchException.class, () -> fetcher.fetch(asked, into, new Cancellation()));
    }
    assertThat(failure).as(cell).isNotNull();
    OUTCOMES.put(cell, "E" + failure.failure().cause().number());
    assertThat(how.causes()).as(failure.getMessage()).contains(failure.failure().cause());
    assertThat(failure.failure().detail())
        .contains(location.get().toString())
        .doesNotContain("\n", "null", "Impl", "Session");
    if (how == Misbehaviour.TOO_LARGE) {
      assertThat(got.hasBegun()).as("refused before its first byte").isFalse();
    }
    if (how != Misbehaviour.ENDLESS) {
      int count = got.all().length;
      assertThat(Arrays.equals(got.all(), 0, count, file, 0, count))
          .as("bytes of the file")
          .isTrue();
    }
  }

  @AfterAll
  static void printTheTable() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("%-20s".formatted("what a server does"));
    ADAPTERS.keySet().forEach(adapter -> head.append("%-8s".formatted(adapter)));
    lines.add(head.toString());
    for (Misbehaviour how : Misbehaviour.values()) {
      StringBuilder line = new StringBuilder("%-20s".formatted(how));
      for (String adapter : ADAPTERS.keySet()) {
        line.append("%-8s".formatted(OUTCOMES.getOrDefault(adapter + " " + how, "?")));
      }
      lines.add(line.toString());
    }
    System.out.println(String.join("\n", lines));
  }

  private static Collector fetch(FetchBench bench, Request request) throws Exception {
    Collector all = new Collector();
    try (Fetcher fetcher = bench.fetcher(FetchBench.LONG_MILLIS)) {
      fetcher.fetch(request, all, new Cancellation());
    }
    return all;
  }

  private static Cause failure(
      Fetcher fetcher, Request request, Fetcher.Sink sink, Cancellation cancellation) {
    return catchThrowableOfType(
            FetchException.class, () -> fetcher.fetch(request, sink, cancellation))
        .failure()
        .cause();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
