package io.apfw.drills.writes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the partition with GRUB's own file systems, by {@code grub-fstest}. */
final class GrubFstest implements EnvironmentReader {
  private final Path image;

  /**
   * @param image a file that it may write
   */
  GrubFstest(Path image) {
    this.image = image;
  }

  @Override
  public Optional<GrubEnvironment> read(byte[] partition) throws IOException {
    Files.write(image, partition);
    return GrubEnvironment.of(file("apfw1.env"), file("apfw2.env"));
  }

  private Process start(String name) throws IOException {
    try {
      return new ProcessBuilder("grub-fstest", image.toString(), "cat", "(loop0)/" + name)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new IOException("grub-fstest cannot be started: apt install grub-common", e);
    }
  }

  private Optional<byte[]> file(String name) throws IOException {
    Process process = start(name);
    try (InputStream said = process.getInputStream()) {
      byte[] bytes = said.readAllBytes();
      return process.waitFor() == 0 ? Optional.of(bytes) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
