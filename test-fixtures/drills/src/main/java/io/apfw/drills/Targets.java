package io.apfw.drills;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Where reports go: looked at before an hour of drills, not after it. */
final class Targets {
  private Targets() {}

  /**
   * Checks that these files can be written.
   *
   * @param files null: not wanted
   * @throws CommandLine.ParameterException if one cannot
   */
  static void check(CommandLine command, @Nullable Path... files) {
    for (Path file : files) {
      if (file == null) {
        continue;
      }
      Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      if (!Files.isDirectory(directory) || Files.isDirectory(file)) {
        throw new CommandLine.ParameterException(
            command, file + " cannot be written: " + directory + " must be a directory, it a file");
      }
    }
  }
}
