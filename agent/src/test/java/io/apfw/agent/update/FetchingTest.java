package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.apfw.storage.trust.TrustStore;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
  private static final byte[] PAYLOAD = new byte[1_000_000];

  static {
    new Random(7).nextBytes(PAYLOAD);
  }

  @TempDir Path directory;
  private UpdateHarness harness;
  private byte[] image;

  @BeforeEach
  void start() throws Exception {
    harness = new UpdateHarness(directory, new TrustStore(List.of(ROOT.certificate())));
    image = image();
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  private byte[] image() throws IOException {
    Path root = Files.write(directory.resolve("rootfs"), PAYLOAD);
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

  @Test
  void aFileOfThisMachineIsInstalled() throws Exception {
    assertThat(harness.fetch(directory.resolve("part.tar").toString()))
        .isEqualTo(new News.Verified());
    assertThat(Arrays.copyOf(Files.readAllBytes(harness.part1), PAYLOAD.length)).isEqualTo(PAYLOAD);
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
                    asked.incrementAndGet() <= 2 ? image.length * 4L / 10 : image.length))) {
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      assertThat(server.bodyBytes()).isLessThan(image.length * 11L / 10);
      assertThat(asked).hasValue(3);
    }
    assertThat(Arrays.copyOf(Files.readAllBytes(harness.part1), PAYLOAD.length)).isEqualTo(PAYLOAD);
    assertThat(harness.said).filteredOn(Report.FetchInterrupted.class::isInstance).hasSize(2);
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
