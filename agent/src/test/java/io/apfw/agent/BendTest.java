package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Controllers that bend the RFC, and the whole agent. */
class BendTest {
  @TempDir private Path directory;
  private Laboratory lab;
  private byte[] part1;
  private byte[] part2;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    part1 = Files.readAllBytes(lab.part1);
    part2 = Files.readAllBytes(lab.part2);
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  private RunningAgent boot(Bend bend) throws Exception {
    lab.bend(bend);
    lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.27"));
    return lab.boot();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"REFUSED_16", "REFUSED_19"})
  void theImageIsTakenAllTheSame(Bend bend) throws Exception {
    RunningAgent agent = boot(bend);
    if (bend.failure().isPresent()) {
      agent.awaitMatch(bend.failure().get());
    }

    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.storage().boot().status().environment())
        .isEqualTo(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(3), BootEntry.GOOD));
    assertThat(Arrays.copyOf(Files.readAllBytes(lab.part1), lab.payload.length))
        .isEqualTo(lab.payload);
    assertThat(Files.readAllBytes(lab.part2)).isEqualTo(part2);
    assertThat(lab.sessionAddresses())
        .hasSize(bend.failure().isPresent() ? 2 : 1)
        .doesNotHaveDuplicates();
    shown(bend);
  }

  /** What shows that the controller was bent at all, where the transfer does not. */
  private void shown(Bend bend) throws Exception {
    if (bend == Bend.ACKNOWLEDGEMENT_LOST) {
      assertThat(lab.note(ControllerNote.Retransmitted.class).transmissions()).isEqualTo(2);
    } else if (bend == Bend.CONFIGURATION_FIRST) {
      assertThat(lab.note(ControllerNote.ConfigurationAnswered.class).resultCode()).isEqualTo(18);
    } else if (bend == Bend.EMPTY_LAST_BLOCK) {
      assertThat(lab.note(ControllerNote.TransferAnswered.class).lastBlockBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"REFUSED_16", "REFUSED_19"})
  void aRefusalLeavesTheApAsItWasAndItAsksAgain(Bend bend) throws Exception {
    BootEnvironment before = new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD);
    lab.backOff(200, 800);
    RunningAgent agent = boot(bend);
    double most = 0.2;
    for (int attempt = 0; attempt < 4; attempt++) {
      agent.awaitMatch(bend.failure().orElseThrow());
      MatchResult pause = agent.awaitMatch("image download: next try in ([.0-9]+) s");
      assertThat(Double.parseDouble(pause.group(1))).isBetween(most / 2, most);
      most = Math.min(2 * most, 0.8);
    }
    agent.stop();

    assertThat(lab.storage().boot().status().environment()).isEqualTo(before);
    assertThat(Files.readAllBytes(lab.part1)).isEqualTo(part1);
    assertThat(Files.readAllBytes(lab.part2)).isEqualTo(part2);
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.GOOD);
    assertThat(lab.sessionAddresses()).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
  }
}
