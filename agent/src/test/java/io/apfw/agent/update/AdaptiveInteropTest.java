package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.image.PackagedTree;
import io.apfw.drills.image.PackagedTree.Layout;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two file systems of one tree, the second with a package upgraded, made by mke2fs and mksquashfs:
 * how much of the second is fetched by an AP that runs the first. Prints it for each layout.
 */
@Tag("interop")
class AdaptiveInteropTest {
  private static final TestAuthority ROOT = TestAuthority.root("image root");
  private static final TestIdentity SIGNER =
      ROOT.issue(LeafSpec.of("signer", Purpose.CODE_SIGNING));
  private static final int SLOT_BYTES = 48 * 1024 * 1024;

  /** What share of a layout's image moves at most, in percent. */
  private static int percentMax(Layout layout) {
    return switch (layout) {
      case EXT4 -> 60;
      case EXT4_BIGALLOC -> 8;
      case SQUASHFS, SQUASHFS_STORED -> 75;
      case SQUASHFS_SORTED -> 15;
    };
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Layout.class)
  void anUpgradedPackage(Layout layout) throws Exception {
    PackagedTree tree = new PackagedTree(directory);
    Path before = tree.make(layout, false);
    Path after = tree.make(layout, true);
    byte[] image = image(after);
    try (UpdateHarness harness =
            new UpdateHarness(directory, new TrustStore(List.of(ROOT.certificate())));
        HttpFileServer server = HttpFileServer.plain(new ServedFile(image, "\"1\"")::answer)) {
      Files.write(harness.part1, new byte[SLOT_BYTES]);
      Files.write(harness.part2, Arrays.copyOf(Files.readAllBytes(before), SLOT_BYTES));
      assertThat(harness.fetch(server.url("/image.apfw"))).isEqualTo(new News.Verified());
      Report.FetchPlanned plan =
          harness.said.stream()
              .filter(Report.FetchPlanned.class::isInstance)
              .map(Report.FetchPlanned.class::cast)
              .findFirst()
              .orElseThrow();
      double percent = 100.0 * server.bodyBytes() / image.length;
      System.out.printf(
          Locale.ROOT,
          "%s: image of %d bytes, moved %d (%.1f %%) in %d parts, copied from the active slot %d%n",
          layout.words(),
          image.length,
          server.bodyBytes(),
          percent,
          plan.parts(),
          plan.copiedBytes());
      assertThat(percent).isLessThanOrEqualTo(percentMax(layout));
      assertThat(Files.mismatch(after, prefix(harness.part1, Files.size(after)))).isEqualTo(-1);
    }
  }

  private Path prefix(Path slot, long bytes) throws IOException {
    byte[] content = Files.readAllBytes(slot);
    return Files.write(directory.resolve("installed"), Arrays.copyOf(content, (int) bytes));
  }

  private byte[] image(Path rootfs) throws IOException {
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
        rootfs,
        Optional.of(new ImageSigner(SIGNER.key(), SIGNER.chain())),
        out);
    return Files.readAllBytes(out);
  }
}
