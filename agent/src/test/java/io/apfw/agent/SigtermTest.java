package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.state.StateLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that systemd stops ends when all that it had to write is written. */
class SigtermTest {
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir private Path directory;

  @Test
  void theEndIsOnTheMediumAndTheSocketsAreGone() throws Exception {
    Laboratory lab = new Laboratory(directory);
    try {
      lab.bootLoader();
      List<String> command = new ArrayList<>(LabAgent.command());
      command.addAll(List.of("agent", "--config", directory.resolve("apfw.yaml").toString()));
      Process agent =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out").toFile())
              .start();
      lab.awaitListening();
      agent.destroy();
      assertThat(agent.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isEqualTo(SIGTERM_EXIT);
      assertThat(Files.readString(new StateLayout(directory.resolve("state")).reboots()))
          .contains("end=STOPPED")
          .doesNotContain("end=RUNNING");
      assertThat(directory.resolve("control.sock")).doesNotExist();
    } finally {
      lab.close();
    }
  }
}
