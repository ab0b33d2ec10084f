package io.apfw.drills.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Real file systems of one tree of 40 packages, as it was and with one of them upgraded: other
 * files, other lengths. Made by mke2fs (e2fsprogs) or mksquashfs (squashfs-tools) so that the same
 * tree gives the same bytes.
 *
 * @param directory where trees and file systems go
 */
public record PackagedTree(Path directory) {
  private static final int PACKAGES = 40;
  private static final int FILES_A_PACKAGE = 12;

  /** In the middle of the tree's order, so that what follows it may move. */
  private static final int UPGRADED = 20;

  private static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final String SECONDS = Long.toString(BUILT.to(TimeUnit.SECONDS));
  private static final String NAME = "usr/lib/pkg%02d";
  private static final String UUID = "6a1d4c1e-35c5-4f0c-8f2b-0d5a3a1f7b90";

  /** Where the tools of an administrator are, which not everybody has in the path. */
  private static final List<Path> SBIN = List.of(Path.of("/usr/sbin"), Path.of("/sbin"));

  /** How a file system is laid out. */
  public enum Layout {
    EXT4("ext4, blocks of 4 KiB"),
    EXT4_BIGALLOC("ext4 with bigalloc, clusters of 64 KiB"),
    SQUASHFS("squashfs, as it comes"),
    SQUASHFS_STORED("squashfs, not compressed, no fragments"),
    SQUASHFS_SORTED("squashfs, what changes often sorted to the end");

    private final String words;

    Layout(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  /**
   * Makes one.
   *
   * @param upgraded whether one package is
   * @return the file system's image
   * @throws IOException when the tool is missing or fails, with what it says
   */
  public Path make(Layout layout, boolean upgraded) throws IOException, InterruptedException {
    String name = upgraded ? "after" : "before";
    Path tree = tree(name, upgraded);
    Path out = directory.resolve(name + ".img");
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
    run(command);
    return out;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("E2FSPROGS_FAKE_TIME", SECONDS);
    builder.environment().remove("SOURCE_DATE_EPOCH");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ": " + said);
    }
  }

  /** Half text and half noise. */
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

  private static List<String> ext4(
      Path tree, Path out, String features, String size, String clusterBytes) {
    List<String> command = new ArrayList<>(List.of(tool("mke2fs"), "-q", "-t", "ext4", "-b"));
    command.addAll(List.of("4096", "-U", UUID, "-O", features));
    command.addAll(List.of("-E", "hash_seed=" + UUID + ",lazy_itable_init=0,root_owner=0:0"));
    if (features.contains("bigalloc")) {
      command.addAll(List.of("-C", clusterBytes));
    }
    command.addAll(List.of("-d", tree.toString(), out.toString(), size));
    return command;
  }

  private static String tool(String name) {
    return SBIN.stream()
        .map(sbin -> sbin.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElse(name);
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
}
