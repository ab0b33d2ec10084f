package io.apfw.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a board owes so that a boot that hangs counts as a try: a panic that reboots and a watchdog.
 * Read only, says what is missing, never fails.
 *
 * @param commandLine the kernel command line
 * @param devices where device nodes are, {@code /dev}
 * @param watchdogs where the kernel lists watchdogs, {@code /sys/class/watchdog}
 */
record HangRecovery(Path commandLine, Path devices, Path watchdogs) {
  private static final String PANIC = "panic=";

  static HangRecovery of(Path commandLine) {
    return new HangRecovery(commandLine, Path.of("/dev"), Path.of("/sys/class/watchdog"));
  }

  /** A line for each thing that is missing. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    String panic = panic();
    if (panic.isEmpty() || panic.equals("0")) {
      missing.add(
          commandLine
              + (panic.isEmpty() ? " has no panic=" : " says panic=0")
              + ": a new image whose kernel panics would not reboot, and its boot would not count"
              + " as a try; add panic=10");
    }
    if (!Files.exists(devices.resolve("watchdog")) && !hasWatchdog()) {
      missing.add(
          "there is no "
              + devices.resolve("watchdog")
              + " and nothing in "
              + watchdogs
              + ": a new image that hangs would not reboot, and its boot would not count as a try;"
              + " load the board's watchdog driver or softdog");
    }
    return missing;
  }

  /** The last one counts, as for the kernel; empty when there is none. */
  private String panic() {
    try {
      return Arrays.stream(Files.readString(commandLine).strip().split("\\s+", -1))
          .filter(word -> word.startsWith(PANIC))
          .reduce("", (first, last) -> last.substring(PANIC.length()));
    } catch (IOException e) {
      return "";
    }
  }

  private boolean hasWatchdog() {
    try (Stream<Path> found = Files.list(watchdogs)) {
      return found.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
