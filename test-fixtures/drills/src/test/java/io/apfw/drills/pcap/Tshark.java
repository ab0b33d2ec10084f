package io.apfw.drills.pcap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs tshark on a capture. Its absence is a failure: whoever asks for interop is to have it. */
final class Tshark {
  private static final long SECONDS_MAX = 120;

  private Tshark() {}

  /** The lines that {@code tshark -n -r capture options} prints. */
  static List<String> read(Path capture, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    command.addAll(List.of(options));
    Path printed = capture.resolveSibling("tshark.out");
    Path complaints = capture.resolveSibling("tshark.err");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(printed.toFile())
              .redirectError(complaints.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError("tshark does not start, install it: apt-get install tshark", e);
    }
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("tshark is not done after " + SECONDS_MAX + " s");
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          "tshark ends with " + process.exitValue() + ": " + Files.readString(complaints));
    }
    return Files.readAllLines(printed, StandardCharsets.UTF_8);
  }
}
