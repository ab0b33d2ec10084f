package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's orders, to a running agent over its socket and where none runs. */
class OrderedAgentTest {
  private static final String WANTED = "17.9.4.27";

  @TempDir private Path directory;
  private Laboratory lab;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    lab.startController(DataChannel.CLEAR, "17.3.3.26", lab.image("ap1g8", WANTED));
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  @Test
  void aRunningAgentSaysWhatCameOfAnOrder() throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");

    JsonObject confirmed = JsonParser.object().from(lab.apfw("confirm", "--json"));
    assertThat(confirmed.getString("result")).isEqualTo("The running image is good.");
    assertThat(lab.apfw("abort")).isEqualTo("No update is under way.\n");
    assertNothingToBoot("activate");
    assertNothingToBoot("rollback");
    assertThat(agent.stop()).isEqualTo(ExitCode.OK);
  }

  @Test
  void withoutAnAgentTheCommandCarriesTheOrderOut() throws Exception {
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART2);
    assertThat(lab.apfw("confirm")).isEqualTo("The running image is good.\n");
    assertThat(lab.apfw("abort")).isEqualTo("No update is under way.\n");
    assertNothingToBoot("activate");
    assertNothingToBoot("rollback");
  }

  /** Activated by the agent, given up by the command; the image may be activated no more. */
  @Test
  void whatWasActivatedIsGivenUpOnTrial() throws Exception {
    stored();
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    assertThat(lab.apfw("activate")).contains("boots now, on trial");
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);

    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART1);
    assertThat(lab.apfw(ExitCode.TRY_LATER, "activate")).contains("E309 ON_TRIAL");
    assertThat(lab.apfw(ExitCode.TRY_LATER, "abort")).contains("confirm it or roll back");
    assertThat(lab.apfw("rollback")).contains("is given up");
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART2);
    assertThat(lab.apfw("quarantine")).contains(WANTED, "E310");
    assertThat(lab.storage().journal().read().phase()).isEqualTo(UpdatePhase.ROLLED_BACK);
    assertNothingToBoot("activate");
  }

  /** Off trial a roll-back is another word for activating; the agent reboots for it, too. */
  @Test
  void aRunningAgentBootsTheOtherSlotForARollback() throws Exception {
    stored();
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    assertThat(lab.apfw("rollback")).contains("boots now, on trial");
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART1);
  }

  /** Neither needs an agent, nor a controller. */
  @Test
  void whatWasActivatedByTheCommandIsConfirmedByIt() throws Exception {
    stored();
    assertThat(lab.apfw(ExitCode.STORAGE_IO, "activate", "--version-wanted", "18.1"))
        .contains("holds " + WANTED + ", not 18.1");
    assertThat(lab.apfw("activate")).contains("boots now, on trial");
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART1);
    assertThat(lab.apfw("confirm")).isEqualTo("The running image is good.\n");
    assertThat(lab.storage().boot().status().onTrial()).isFalse();
    assertThat(lab.storage().journal().read().phase()).isEqualTo(UpdatePhase.COMMITTED);
  }

  private void stored() throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    lab.controller().predownloadAll(WANTED);
    assertThat(lab.note(ControllerNote.TransferAnswered.class).resultCode()).isZero();
    agent.awaitLine("Image signing verify success");
    assertThat(agent.stop()).isEqualTo(ExitCode.OK);
  }

  private void assertNothingToBoot(String order) throws Exception {
    JsonObject refused = JsonParser.object().from(lab.apfw(ExitCode.STORAGE_IO, order, "--json"));
    assertThat(refused.getInt("cause")).isEqualTo(303);
    assertThat(refused.getString("error")).contains("part1 holds no verified image");
  }
}
