package io.apfw.link.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An AP that loses its address, as when a lease ends, keeps its sockets until it has one again.
 * Needs root, ip and unshare.
 */
@Tag("interop")
class LostAddressInteropTest {
  @TempDir Path directory;

  @Test
  void theOldPortsStayWhileTheAddressIsAway() throws Exception {
    Path output = directory.resolve("output");
    Process agent =
        new ProcessBuilder(
                "unshare",
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LostAddress.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = agent.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
      String all = Files.readString(output);
      assertThat(ended).as("it ended; it said: %s", all).isTrue();
      assertThat(agent.exitValue()).as("%s", all).isZero();
      assertThat(all.lines().filter(line -> line.contains(" ports, ")))
          .containsExactly(
              "with: true, the other ports, 0 failed",
              "without: false, the same ports, 1 failed",
              "again: true, the other ports, 1 failed");
    } finally {
      agent.destroyForcibly();
    }
  }
}
