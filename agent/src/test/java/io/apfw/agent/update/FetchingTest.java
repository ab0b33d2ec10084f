package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.Patience;
import io.apfw.drills.server.HttpFileServer;
import io.apfw.drills.server.ServedFile;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.report.Report;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.trust.TrustStore;
import io.apfw.update.Quarantine;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An offer with a URL, from a real server to the slot. */
class FetchingTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestIdentity SIGNER =
      ROOT.issue(LeafSpec.of("signer", Purpose.CODE_SIGNING));
  private static final int BLOCK = 65_536;
  private static final int BLOCKS = 29;

  /** The slot's writer gathers as many to one piece. */
  private static final int PIECE_BLOCKS = 16;

  private static final byte[] PAYLOAD = new byte[1_900_000];

  static {
    new Random(7).nextBytes(PAYLOAD);
  }

  @TempDir Path directory;
  private UpdateHarness harness;
  private byte[] image;

  @BeforeEach
  void start() throws Exception {
    harness = new UpdateHarness(directory, trust());
    image = image(PAYLOAD);
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  private static TrustStore trust() {
    return new TrustStore(List.of(ROOT.certificate()));
  }

  private byte[] image(byte[] payload) throws IOException {
    Path root = Files.write(directory.resolve("rootfs"), payload);
    Path out = directory.resolve("part.tar");
    ImageBuilder.build(
        new ImageSpec(
            "ap1g8",
            "17.9.4.27",
            3,
            List.of("C9105AXI"),
            "0.1.0",
            Instant.parse("2026-01-01T00:00:00Z"),
            "rootfs.img"),
        root,
        Optional.of(new ImageSigner(SIGNER.key(), SIGNER.chain())),
        out);
    return Files.readAllBytes(out);
  }

  /** Reading it costs less than hashing both slots to spare that. */
  @Test
  void aFileOfThisMachineIsReadWhole() throws Exception {
    put(harness.part2, 3 * BLOCK, 12 * BLOCK, 3);
    assertThat(harness.fetch(directory.resolve("part.tar").toString()))
        .isEqualTo(new News.Verified());
    assertThat(harness.said).noneMatch(Report.FetchPlanned.class::isInstance);
    assertInstalled();
  }

  @Test
  void aServerThatCutsAtThirtyAndSeventyPercentSendsLittleTwice() throws Exception {
    ServedFile file = new ServedFile(image, "\"1\"");
    AtomicInteger asked = new AtomicInteger();
    try (HttpFileServer server =
        HttpFileServer.plain(
            (question, reply) ->
                file.answer(
                    question,
                    reply,
                    asked.incrementAndGet() <= 3 ? image.length * 4L / 10 : image.length))) {
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.bodyBytes()).isLessThan(image.length * 11L / 10);
      assertThat(asked).hasValue(4);
    }
    assertThat(Arrays.copyOf(Files.readAllBytes(harness.part1), PAYLOAD.length)).isEqualTo(PAYLOAD);
    assertThat(harness.said).filteredOn(Report.FetchInterrupted.class::isInstance).hasSize(2);
  }

  /** RFC 9110, 8.8.3: a tag may have any octets above 7f, and If-Range has to bring them back. */
  @Test
  void aTagThatCannotBeSentBackIsNotUsed() throws Exception {
    ServedFile file = new ServedFile(image, "\"M\u00fcller\"");
    try (HttpFileServer server = HttpFileServer.plain(file::answer)) {
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.questions())
          .hasSizeGreaterThan(1)
          .allSatisfy(question -> assertThat(question.header("if-range")).isEmpty());
    }
    assertInstalled();
  }

  @Test
  void aBugEndsTheDownloadAndIsNotWaitedFor() throws Exception {
    BlockingQueue<UpdateEvent> heard = new LinkedBlockingQueue<>();
    UpdateSession.Events events =
        new UpdateSession.Events() {
          @Override
          public void on(UpdateEvent event) {
            heard.add(event);
          }

          @Override
          public void accepted(int sequence) {}

          @Override
          public void say(Report report) {
            throw new IllegalStateException("a bug of the test's");
          }
        };
    try (Fetching fetching =
        new Fetching(
            () -> {},
            source -> {
              throw new IllegalStateException("it does not come to that");
            },
            harness.session,
            events,
            System::nanoTime)) {
      fetching.begin(harness.offerOf(directory.resolve("part.tar").toString()));
      assertThat(heard.poll(Patience.SECONDS, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              UpdateEvent.IngestFailed.class,
              failed -> assertThat(failed.failure().detail()).contains("a bug of the test's"));
    }
  }

  @Test
  void onlyTheHeadAndWhatNeitherSlotHasIsFetched() throws Exception {
    put(harness.part2, 3 * BLOCK, 12 * BLOCK, 3);
    put(harness.part1, 0, 0, 2);
    ServedFile file = new ServedFile(image, "\"1\"");
    try (HttpFileServer server = HttpFileServer.plain(file::answer)) {
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.questions())
          .extracting(question -> question.header("range").orElse("none"))
          .containsExactly("bytes=0-65535", range(2, 3), range(6, BLOCKS));
    }
    assertInstalled();
    assertThat(planned())
        .usingRecursiveComparison()
        .ignoringFields("url")
        .isEqualTo(
            new Report.FetchPlanned("", PAYLOAD.length - 5 * BLOCK, 2, 2 * BLOCK, 3 * BLOCK));
  }

  @Test
  void anImageThatStandsThereCostsItsHeadOnly() throws Exception {
    put(harness.part1, 0, 0, BLOCKS);
    ServedFile file = new ServedFile(image, "\"1\"");
    try (HttpFileServer server = HttpFileServer.plain(file::answer)) {
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.bodyBytes()).isEqualTo(65_536);
    }
    assertInstalled();
  }

  @Test
  void anotherAgentGoesOnWhereTheOneBeforeEnded() throws Exception {
    ServedFile file = new ServedFile(image, "\"1\"");
    AtomicInteger asked = new AtomicInteger();
    try (HttpFileServer server =
        HttpFileServer.plain(
            (question, reply) -> {
              if (asked.incrementAndGet() == 2) {
                file.answer(question, reply, image.length * 7L / 10);
                reply.hang();
              } else {
                file.answer(question, reply);
              }
            })) {
      harness.offer(server.url("/image.apfw"));
      while (!Arrays.equals(
          Files.readAllBytes(harness.part1),
          0,
          PIECE_BLOCKS * BLOCK,
          PAYLOAD,
          0,
          PIECE_BLOCKS * BLOCK)) {
        Thread.onSpinWait();
      }
      harness = UpdateHarness.restarted(harness, directory, trust());
      assertThat(harness.storage.journal().read().phase()).isEqualTo(UpdatePhase.ABORTED);
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.questions().get(3).header("range")).contains(range(PIECE_BLOCKS, BLOCKS));
    }
    assertInstalled();
  }

  /** Over TLS, cut at 30 %, then the agent is gone at 70 %: little moves twice. */
  @Test
  void aCutAndARestartCostLessThanATenthOfTheImage() throws Exception {
    byte[] payload = new byte[24 << 20];
    new Random(8).nextBytes(payload);
    byte[] large = image(payload);
    ROOT.writeCertificate(directory.resolve(UpdateHarness.SERVERS));
    harness.close();
    harness = new UpdateHarness(directory, trust());
    Files.write(harness.part1, new byte[payload.length]);
    ServedFile file = new ServedFile(large, "\"1\"");
    AtomicInteger asked = new AtomicInteger();
    try (HttpFileServer server =
        HttpFileServer.tls(
            ROOT.issue(LeafSpec.server("localhost")),
            (question, reply) -> {
              int number = asked.incrementAndGet();
              long until = large.length * (number == 2 ? 3L : number == 3 ? 7L : 10L) / 10;
              file.answer(question, reply, Math.max(0, until - from(question)));
              if (number == 3) {
                reply.hang();
              }
            })) {
      harness.offer(server.url("/image.apfw"));
      int stands = (large.length / 10 * 7 / (PIECE_BLOCKS * BLOCK) - 1) * PIECE_BLOCKS * BLOCK;
      while (!Arrays.equals(Files.readAllBytes(harness.part1), 0, stands, payload, 0, stands)) {
        Thread.onSpinWait();
      }
      harness = UpdateHarness.restarted(harness, directory, trust());
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      System.out.printf("image of %d bytes, moved %d%n", large.length, server.bodyBytes());
      assertThat(server.bodyBytes()).isLessThan(large.length * 11L / 10);
    }
    assertThat(Files.readAllBytes(harness.part1)).isEqualTo(payload);
  }

  private static long from(HttpFileServer.Question question) {
    return question
        .header("range")
        .map(range -> Long.parseLong(range.replaceAll("bytes=([0-9]+)-.*", "$1")))
        .orElse(0L);
  }

  @Test
  void aBlockThatIsNotAsSignedIsNotWrittenAndTheImageIsToBlame() throws Exception {
    byte[] before = Files.readAllBytes(harness.part1);
    image[image.length / 2] ^= 1;
    ServedFile file = new ServedFile(image, "\"1\"");
    try (HttpFileServer server = HttpFileServer.plain(file::answer)) {
      News news = harness.fetch(server.url("/image.apfw"));
      assertThat(harness.failureOf(news).cause()).isEqualTo(Cause.BLOCK_MISMATCH);
    }
    harness.awaitAborted();
    byte[] after = Files.readAllBytes(harness.part1);
    assertThat(Arrays.copyOfRange(after, 15 * BLOCK, after.length))
        .isEqualTo(Arrays.copyOfRange(before, 15 * BLOCK, before.length));
  }

  @Test
  void aFileThatChangesBetweenTwoPartsIsNoFaultOfTheImage() throws Exception {
    ServedFile file = new ServedFile(image, "\"1\"");
    ServedFile other = new ServedFile(image.clone(), "\"2\"");
    AtomicInteger asked = new AtomicInteger();
    try (HttpFileServer server =
        HttpFileServer.plain(
            (question, reply) ->
                (asked.incrementAndGet() == 1 ? file : other).answer(question, reply))) {
      News news = harness.fetch(server.url("/image.apfw"));
      assertThat(harness.failureOf(news).cause()).isEqualTo(Cause.FILE_CHANGED);
    }
    harness.awaitAborted();
  }

  @Test
  void aServerWithoutPartsSendsTheWholeFileOnce() throws Exception {
    try (HttpFileServer server =
        HttpFileServer.plain(
            (question, reply) ->
                reply
                    .head("200 OK", "Content-Length: " + image.length)
                    .body(image, 0, image.length))) {
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.bodyBytes()).isEqualTo(image.length);
    }
    assertInstalled();
  }

  @Test
  void aServerThatLosesItsRangesOnTheWaySendsMoreThanIsTaken() throws Exception {
    ServedFile file = new ServedFile(image, "\"1\"");
    AtomicInteger asked = new AtomicInteger();
    try (HttpFileServer server =
        HttpFileServer.plain(
            (question, reply) -> {
              if (asked.incrementAndGet() > 1) {
                question.headers().remove("range");
              }
              file.answer(question, reply);
            })) {
      put(harness.part1, 0, 0, 3);
      put(harness.part1, 9 * BLOCK, 9 * BLOCK, 3);
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
    }
    assertInstalled();
  }

  @Test
  void anEndThatNobodyAnnouncedIsTheSourcesFault() throws Exception {
    try (HttpFileServer server =
        HttpFileServer.plain(
            (question, reply) -> reply.head("200 OK").body(image, 0, image.length / 2))) {
      News news = harness.fetch(server.url("/image.apfw"));
      assertThat(harness.failureOf(news).cause()).isEqualTo(Cause.TRANSFER_CUT);
    }
    harness.awaitAborted();
    assertThat(harness.state().facts().quarantine()).isEqualTo(Quarantine.NONE);
  }

  /** Blocks of the payload at an offset of a slot. */
  private static void put(Path slot, int payloadOffset, int slotOffset, int blocks)
      throws IOException {
    int bytes = Math.min(blocks * BLOCK, PAYLOAD.length - payloadOffset);
    try (FileChannel channel = FileChannel.open(slot, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(PAYLOAD, payloadOffset, bytes), slotOffset);
    }
  }

  /** The header of a request for blocks of the payload. */
  private String range(int first, int end) {
    int payload = indexOfPayload();
    return "bytes="
        + (payload + first * BLOCK)
        + "-"
        + (payload + Math.min(end * BLOCK, PAYLOAD.length) - 1);
  }

  private int indexOfPayload() {
    for (int at = 0; ; at += 512) {
      if (Arrays.equals(image, at, at + 512, PAYLOAD, 0, 512)) {
        return at;
      }
    }
  }

  private Report planned() {
    return harness.said.stream()
        .filter(Report.FetchPlanned.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  private void assertInstalled() throws IOException {
    assertThat(Arrays.copyOf(Files.readAllBytes(harness.part1), PAYLOAD.length)).isEqualTo(PAYLOAD);
  }

  @Test
  void aMissingFileCostsNothing() throws Exception {
    byte[] before = Files.readAllBytes(harness.part1);
    News news = harness.fetch(directory.resolve("none.tar").toString());
    assertThat(harness.failureOf(news).cause()).isEqualTo(Cause.FILE_NOT_FOUND);
    harness.awaitAborted();
    assertThat(Files.readAllBytes(harness.part1)).isEqualTo(before);
  }

  @Test
  void aBadImageEndsItsFetch() throws Exception {
    image[600] ^= 1;
    Path bad = Files.write(directory.resolve("bad.tar"), image);
    News news = harness.fetch(bad.toString());
    assertThat(harness.failureOf(news).cause().blame())
        .isEqualTo(io.apfw.update.UpdateFailure.Blame.IMAGE);
    harness.awaitAborted();
  }
}
