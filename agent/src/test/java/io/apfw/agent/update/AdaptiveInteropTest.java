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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final int PACKAGES = 40;
  private static final int FILES_A_PACKAGE = 12;

  /** In the middle of the tree's order, so that what follows it may move. */
  private static final int UPGRADED = 20;

  private static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final String SECONDS = Long.toString(BUILT.to(TimeUnit.SECONDS));
  private static final String NAME = "usr/lib/pkg%02d";
  private static final String UUID = "6a1d4c1e-35c5-4f0c-8f2b-0d5a3a1f7b90";

  /** How a file system is laid out, and what share of its image moves at most, in percent. */
  private enum Layout {
    EXT4("ext4, blocks of 4 KiB", 60),
    EXT4_BIGALLOC("ext4 with bigalloc, clusters of 64 KiB", 8),
    SQUASHFS("squashfs, as it comes", 75),
    SQUASHFS_STORED("squashfs, not compressed, no fragments", 75),
    SQUASHFS_SORTED("squashfs, what changes often sorted to the end", 15);

    private final String words;
    private final int percentMax;

    Layout(String words, int percentMax) {
      this.words = words;
      this.percentMax = percentMax;
    }
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Layout.class)
  void anUpgradedPackage(Layout layout) throws Exception {
    Path before = fileSystem(layout, tree("before", false), directory.resolve("before.img"));
    Path after = fileSystem(layout, tree("after", true), directory.resolve("after.img"));
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
          layout.words,
          image.length,
          server.bodyBytes(),
          percent,
          plan.parts(),
          plan.copiedBytes());
      assertThat(percent).isLessThanOrEqualTo(layout.percentMax);
      assertThat(Files.mismatch(after, prefix(harness.part1, Files.size(after)))).isEqualTo(-1);
    }
  }

  private Path prefix(Path slot, long bytes) throws IOException {
    byte[] content = Files.readAllBytes(slot);
    return Files.write(directory.resolve("installed"), Arrays.copyOf(content, (int) bytes));
  }

  /** Packages of files, half text and half noise; one has other files, longer ones, if upgraded. */
  private Path tree(String name, boolean upgraded) throws IOException {
    Path tree = directory.resolve(name);
    for (int number = 0; number < PACKAGES; number++) {
      boolean other = upgraded && number == UPGRADED;
      Random random = new Random(other ? 1000 : number);
      Path folder = Files.createDirectories(tree.resolve(NAME.formatted(number)));
      for (int file = 0; file < FILES_A_PACKAGE; file++) {
        byte[] content = new byte[2_000 + random.nextInt(40_000) + (other ? 700 : 0)];
        random.nextBytes(content);
        for (int at = 0; at < content.length / 2; at++) {
          content[at] = (byte) ('a' + (content[at] & 3));
        }
        Files.write(folder.resolve("file%02d".formatted(file)), content);
      }
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.setLastModifiedTime(path, BUILT);
      }
    }
    return tree;
  }

  private Path fileSystem(Layout layout, Path tree, Path out) throws Exception {
    List<String> command = new ArrayList<>();
    switch (layout) {
      case EXT4 -> command.addAll(ext4(tree, out, "^has_journal", "14M", "4096"));
      case EXT4_BIGALLOC ->
          command.addAll(ext4(tree, out, "^has_journal,bigalloc", "44M", "65536"));
      case SQUASHFS -> command.addAll(squashfs(tree, out));
      case SQUASHFS_STORED -> {
        command.addAll(squashfs(tree, out));
        command.addAll(List.of("-no-fragments", "-noI", "-noD", "-noF", "-noX"));
      }
      case SQUASHFS_SORTED -> {
        command.addAll(squashfs(tree, out));
        command.addAll(List.of("-sort", last(tree).toString()));
      }
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("E2FSPROGS_FAKE_TIME", SECONDS);
    builder.environment().remove("SOURCE_DATE_EPOCH");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + said).isZero();
    return out;
  }

  private static List<String> ext4(
      Path tree, Path out, String features, String size, String clusterBytes) {
    List<String> command =
        new ArrayList<>(
            List.of("mke2fs", "-q", "-t", "ext4", "-b", "4096", "-U", UUID, "-O", features));
    command.addAll(List.of("-E", "hash_seed=" + UUID + ",lazy_itable_init=0,root_owner=0:0"));
    if (features.contains("bigalloc")) {
      command.addAll(List.of("-C", clusterBytes));
    }
    command.addAll(List.of("-d", tree.toString(), out.toString(), size));
    return command;
  }

  private static List<String> squashfs(Path tree, Path out) {
    return List.of(
        "mksquashfs",
        tree.toString(),
        out.toString(),
        "-quiet",
        "-no-progress",
        "-noappend",
        "-all-root",
        "-mkfs-time",
        SECONDS,
        "-all-time",
        SECONDS,
        "-processors",
        "1");
  }

  /** A sort file for mksquashfs: the lowest priority comes last. */
  private Path last(Path tree) throws IOException {
    try (Stream<Path> files = Files.list(tree.resolve(NAME.formatted(UPGRADED)))) {
      return Files.write(
          directory.resolve(tree.getFileName() + ".sort"),
          files.sorted().map(file -> file + " -100").toList());
    }
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
