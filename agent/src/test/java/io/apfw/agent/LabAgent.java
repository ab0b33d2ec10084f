package io.apfw.agent;

import io.apfw.drills.controller.Tap;
import io.apfw.drills.lab.Against;
import io.apfw.drills.lab.LabOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** For tests that have a drill's lab with the classes under test in it. */
public final class LabAgent {
  private LabAgent() {}

  /** A lab that keeps nothing, and sends blocks as field controllers do. */
  public static LabOptions options(Path directory, Duration timeout, Optional<Against> against) {
    return new LabOptions(
        Path.of("..").toAbsolutePath().normalize(),
        directory,
        false,
        1377,
        false,
        1,
        0,
        timeout,
        1,
        against,
        Tap.NONE);
  }

  /** Stands for {@code apfw}, without a launcher that might build it first. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }
}
