package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.net.Weather;
import io.apfw.storage.slot.SlotId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent, and a controller with several Image Data Requests outstanding. */
class WindowTest {
  /** Up to three blocks overtake another; one in fifty comes twice, two in a thousand never. */
  private static final Weather ROUGH = new Weather(500, 1_000, 2, 20, 50, 2_000, 0, 1);

  @TempDir private Path directory;
  private Laboratory lab;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  @Test
  void theImageIsTheSameOverANetworkThatLosesRepeatsAndReorders() throws Exception {
    lab.window(16);
    // A lost block comes again after the controller's three seconds, as the agent's patience here.
    lab.timers("{retransmitIntervalMillis: 500}");
    lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.27"));
    lab.interpose(ROUGH);
    RunningAgent agent = lab.boot();

    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.note(ControllerNote.WindowAgreed.class).requests()).isEqualTo(16);
    assertThat(lab.note(ControllerNote.TransferAnswered.class).resultCode()).isZero();
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART1);
    assertThat(Arrays.copyOf(Files.readAllBytes(lab.part1), lab.payload.length))
        .isEqualTo(lab.payload);
  }
}
