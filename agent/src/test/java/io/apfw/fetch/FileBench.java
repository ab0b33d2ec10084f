package io.apfw.fetch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files; what they do wrong they do without a server. */
final class FileBench implements FetchBench {
  private final Path directory;

  FileBench() throws IOException {
    this.directory = Files.createTempDirectory("fetch");
  }

  @Override
  public String adapter() {
    return "file";
  }

  @Override
  public Fetcher fetcher(int silenceMillis) {
    return new FileFetcher();
  }

  @Override
  public Location serve(byte[] file) throws Exception {
    return Location.parse(Files.write(directory.resolve("image one.apfw"), file).toString());
  }

  @Override
  public Optional<Location> serve(byte[] file, Misbehaviour how) throws Exception {
    return switch (how) {
      case MISSING -> Optional.of(Location.parse(directory.resolve("none.apfw").toString()));
      case TOO_LARGE -> {
        Path large = directory.resolve("large.apfw");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
          sparse.setLength(BYTES_MAX + 1);
        }
        yield Optional.of(Location.parse("file://" + large));
      }
      case CHANGES -> Optional.of(serve(file));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean ranges() {
    return true;
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
