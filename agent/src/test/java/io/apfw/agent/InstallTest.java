package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's download, by a running agent and without one. */
class InstallTest {
  @TempDir private Path directory;
  private Laboratory lab;
  private Path image = Path.of("/");

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    image = lab.image("ap1g8", "17.9.4.27");
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
  }

  private RunningAgent inRun() throws Exception {
    lab.startController(DataChannel.CLEAR, "17.3.3.26", image);
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    return agent;
  }

  private SlotState part1() throws Exception {
    return Objects.requireNonNull(lab.storage().records().read().get(SlotId.PART1)).state();
  }

  /** The order of a field AP's "archive download-sw", and the closing sentences at the end. */
  @Test
  void aRunningAgentInstallsAndBootsIt() throws Exception {
    RunningAgent agent = inRun();
    List<String> lines = lab.apfw("install", "--reboot", image.toString()).lines().toList();
    assertThat(lines)
        .containsSubsequence(
            "Starting download AP image file://" + image + " ...",
            "It may take a few minutes. If longer, please abort command, check network and try"
                + " again.",
            "status 'upgrade.sh: Script called with args:[NO_UPGRADE]'",
            "do NO_UPGRADE, part2 is active part",
            "status 'upgrade.sh: Script called with args:[PRECHECK]'",
            "Fetching an image from file://" + image,
            "status 'upgrade.sh: Script called with args:[PREDOWNLOAD]'",
            "status 'Image signing verify success.'",
            "status 'Successfully verified image in part1.'",
            "status 'upgrade.sh: Script called with args:[ACTIVATE]'",
            "AP primary version after reload: 17.9.4.27",
            "Successfully setup AP image.",
            "Image download completed.",
            "Archive done.");
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    lab.boot().awaitLine("Trial passed: part1 is good, version 17.9.4.27");
  }

  @Test
  void anImageForAnotherFamilyIsRefusedAndNothingTouched() throws Exception {
    inRun();
    Path other = lab.image("ap3g3", "17.9.4.27");
    assertThat(lab.apfw(ExitCode.IMAGE_REFUSED, "install", other.toString()))
        .contains("E130 FAMILY_MISMATCH", "ap3g3")
        .doesNotContain("Archive done.", "Successfully setup");
    assertThat(part1()).isEqualTo(SlotState.GOOD);
  }

  @Test
  void whatCannotBeFetchedIsSaid() throws Exception {
    inRun();
    assertThat(lab.apfw(ExitCode.PEER_UNAVAILABLE, "install", directory + "/none.apfw"))
        .contains("E211 FILE_NOT_FOUND", "none.apfw");
    assertThat(lab.apfw(ExitCode.USAGE, "install", "gopher://host/image"))
        .contains("E210 LOCATION_UNUSABLE", "gopher");
    assertThat(lab.apfw(ExitCode.USAGE, "install", "--no-activate", "--reboot", image.toString()))
        .contains("exclude each other");
  }

  @Test
  void whileOneIsUnderWayOnlyAbortIsTaken() throws Exception {
    inRun();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:%d/image".formatted(silent.getLocalPort());
      CompletableFuture<String> first =
          CompletableFuture.supplyAsync(
              () -> lab.apfw(ExitCode.TRY_LATER, "install", url), Threads.EACH);
      silent.accept();
      assertThat(lab.apfw(ExitCode.TRY_LATER, "install", image.toString()))
          .contains("another install is under way, of " + url);
      assertThat(lab.apfw(ExitCode.TRY_LATER, "activate")).contains("an install is under way");
      assertThat(lab.apfw("abort")).isEqualTo("The update has been called off.\n");
      assertThat(first.get(Patience.SECONDS, TimeUnit.SECONDS)).contains("STOPPED");
    }
    assertThat(part1()).isEqualTo(SlotState.GOOD);
  }

  @Test
  void withoutAnAgentTheCommandDoesItItself() throws Exception {
    lab.storage();
    lab.bootLoader();
    String json = lab.apfw("install", "--json", "--no-activate", image.toString());
    List<String> lines = json.lines().toList();
    JsonObject result = JsonParser.object().from(lines.get(lines.size() - 1));
    assertThat(result.getInt("exit")).isZero();
    assertThat(result.getString("version")).isEqualTo("17.9.4.27");
    assertThat(result.getBoolean("activated")).isFalse();
    assertThat(JsonParser.object().from(lines.get(0)).has("event")).isTrue();
    assertThat(part1()).isEqualTo(SlotState.VERIFIED);
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART2);

    assertThat(lab.apfw("install", image.toString())).endsWith("Archive done.\n");
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART1);
    assertThat(lab.apfw(ExitCode.TRY_LATER, "install", image.toString())).contains("E309 ON_TRIAL");
  }

  @Test
  void aDamagedFileLeavesNothingBootable() throws Exception {
    lab.storage();
    lab.bootLoader();
    byte[] bytes = Files.readAllBytes(image);
    bytes[bytes.length - 20_000] ^= 1;
    Path bad = Files.write(directory.resolve("bad.apfw"), bytes);
    assertThat(lab.apfw(ExitCode.IMAGE_REFUSED, "install", bad.toString()))
        .contains("BLOCK_MISMATCH")
        .doesNotContain("Image download completed.");
    assertThat(part1()).isEqualTo(SlotState.BAD);
    assertThat(lab.bootLoader()).isEqualTo(SlotId.PART2);
    assertThat(lab.apfw("quarantine")).contains("17.9.4.27", "E121");
  }

  @Test
  void twoAtATimeAreNot() throws Exception {
    lab.storage();
    lab.bootLoader();
    try (AgentLock held = AgentLock.take(directory.resolve("state")).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(lab.apfw(ExitCode.TRY_LATER, "install", image.toString()))
          .contains("is at work on");
    }
  }
}
