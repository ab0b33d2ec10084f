package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of an AP's disk, with an agent running and without. */
class InspectedApTest {
  private static final int BLOCK_BYTES = 64 * 1024;

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

  private void flip(long offset) throws Exception {
    try (FileChannel slot =
        FileChannel.open(lab.part1, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      slot.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      slot.write(one, offset);
    }
  }

  @Test
  void verifyNamesTheBlocksThatDifferAndJournalTellsTheUpdate() throws Exception {
    lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.27"));
    assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.OK);
    lab.boot().awaitLine("Trial passed: part1 is good");

    assertThat(lab.apfw("verify", "part1"))
        .contains("Successfully verified image in part1: version 17.9.4.27, 16 blocks");
    assertThat(lab.apfw(ExitCode.IMAGE_REFUSED, "verify", "part2"))
        .contains("part2 has no manifest in " + directory.resolve("state"));
    assertThat(lab.apfw(ExitCode.USAGE, "verify", "part3")).contains("'part3' is no slot");

    Path file = Files.createDirectories(directory.resolve("d1")).resolve("image");
    Files.copy(lab.part1, file);
    Files.createDirectories(directory.resolve("d2"));
    Path configuration = directory.resolve("apfw.yaml");
    String onFiles = Files.readString(configuration);
    String onDirectories =
        onFiles.replace("part1: part1, part2: part2", "part1: d1, part2: d2, medium: directory");
    assertThat(onDirectories).isNotEqualTo(onFiles);
    Files.writeString(configuration, onDirectories);
    assertThat(lab.apfw("verify", "part1"))
        .as("a slot that is a directory")
        .contains("Successfully verified image in part1: version 17.9.4.27, 16 blocks");
    Files.writeString(configuration, onFiles);

    flip(3L * BLOCK_BYTES + 17);
    flip(lab.payload.length - 1);
    assertThat(lab.apfw(ExitCode.IMAGE_REFUSED, "verify", "part1"))
        .contains(
            "part1: block 3 differs, at byte 196608",
            "part1: block 15 differs, at byte 983040",
            "2 of 16 blocks differ");
    JsonObject found =
        JsonParser.object().from(lab.apfw(ExitCode.IMAGE_REFUSED, "verify", "part1", "--json"));
    assertThat(found.getBoolean("verified")).isFalse();
    assertThat(found.getArray("differingBlocks")).isEqualTo(JsonArray.from(3, 15));

    assertThat(lab.apfw("journal"))
        .contains("17.9.4.27 on part1, attempt 1: COMMITTED", "RECEIVING", "ACTIVATING");
    JsonArray updates = JsonParser.object().from(lab.apfw("journal", "--json")).getArray("updates");
    assertThat(updates).hasSize(1);
    assertThat(updates.getObject(0).getArray("phases").stream())
        .extracting(phase -> ((JsonObject) phase).getString("phase"))
        .containsExactly("RECEIVING", "VERIFIED", "ACTIVATING", "COMMITTED");
  }

  @Test
  void aFailedUpdateIsToldWithItsCause() throws Exception {
    assertThat(lab.apfw("journal")).contains("No update yet.");
    lab.startController(DataChannel.CLEAR, "17.9.4.27", lab.image("ap1g8", "17.9.4.26"));
    lab.boot().awaitLine("Image 17.9.4.27 failed before and is not fetched again");

    assertThat(lab.apfw("journal"))
        .contains("17.9.4.27 on part1, attempt 1: ABORTED", "E131 VERSION_MISMATCH");
    assertThat(lab.apfw(ExitCode.IMAGE_REFUSED, "verify", "part1")).contains("has no manifest");
  }
}
