package io.apfw.drills.ac;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fetched images on disk, by what they were fetched from: a file's name is the SHA-256 of its URL.
 * Those used least lately go when all together are too large. Other files of the directory are
 * nobody's business here. From any thread.
 */
final class ImageCache {
  private static final Predicate<String> KEPT =
      Pattern.compile("[0-9a-f]{64}\\.image").asMatchPredicate();
  private static final Predicate<String> BEGUN =
      Pattern.compile("fetch\\d+\\.part").asMatchPredicate();

  private final Path directory;
  private final long bytesMax;
  private final Clock clock;

  /**
   * Opens it, and throws away what a fetch has left that did not end.
   *
   * @param directory made if it is not there
   */
  ImageCache(Path directory, long bytesMax, Clock clock) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.bytesMax = bytesMax;
    this.clock = clock;
    for (Path file : list(BEGUN)) {
      Files.delete(file);
    }
  }

  long bytesMax() {
    return bytesMax;
  }

  /** The file that came from there, if it is here; it is used now. */
  synchronized Optional<Path> get(String url) throws IOException {
    Path file = file(url);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    return Optional.of(file);
  }

  /** A file for what is being fetched; gone at the next start if it is not {@link #put}. */
  Path begin() throws IOException {
    return Files.createTempFile(directory, "fetch", ".part");
  }

  /** Has a fetched file from now on, in place of one that came from there before. */
  synchronized Path put(String url, Path fetched) throws IOException {
    Path file = file(url);
    Files.setLastModifiedTime(fetched, FileTime.from(clock.instant()));
    Files.move(fetched, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    long total = 0;
    for (Path each : latestFirst()) {
      total += Files.size(each);
      if (total > bytesMax && !each.equals(file)) {
        Files.delete(each);
      }
    }
    return file;
  }

  /** Forgets all; how many there were. */
  synchronized int clear() throws IOException {
    List<Path> files = list(KEPT);
    for (Path file : files) {
      Files.delete(file);
    }
    return files.size();
  }

  private List<Path> latestFirst() throws IOException {
    record Aged(Path file, FileTime used) {}
    List<Aged> aged = new ArrayList<>();
    for (Path file : list(KEPT)) {
      aged.add(new Aged(file, Files.getLastModifiedTime(file)));
    }
    return aged.stream()
        .sorted(Comparator.comparing(Aged::used).reversed())
        .map(Aged::file)
        .toList();
  }

  private List<Path> list(Predicate<String> names) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> names.test(file.getFileName().toString()))
          .toList();
    }
  }

  private Path file(String url) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return directory.resolve(HexFormat.of().formatHex(hash) + ".image");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
