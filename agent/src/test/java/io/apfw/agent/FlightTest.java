package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.net.Weather;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real failure of the whole agent is recorded, and happens again where nothing else is there. */
class FlightTest {
  private static final String WANTED = "17.9.4.27";
  private static final String RECORD = "Flight record of the last steps: (\\S+flight-update-\\S+)";

  /** More steps before it than are kept. */
  private static final int DAMAGED_BYTE = 600_000;

  /** Blocks overtake each other, so that the machine keeps some. */
  private static final Weather ROUGH = new Weather(500, 1_000, 0, 20, 50, 2_000, 0, 1);

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

  private enum Transfer {
    ONE_BY_ONE,
    IN_A_WINDOW,
    AS_LWAPP
  }

  /** An image with a damaged block, which shows when the slot is half written. */
  private Path failure(Transfer transfer) throws Exception {
    Path image = lab.image("ap1g8", WANTED);
    byte[] file = Files.readAllBytes(image);
    file[DAMAGED_BYTE] ^= 1;
    Files.write(image, file);
    lab.window(transfer == Transfer.IN_A_WINDOW ? 16 : 1);
    if (transfer == Transfer.AS_LWAPP) {
      lab.bend(Bend.LWAPP_LAYOUT);
    }
    lab.startController(DataChannel.CLEAR, WANTED, image);
    if (transfer == Transfer.IN_A_WINDOW) {
      lab.interpose(ROUGH);
    }
    RunningAgent agent = lab.boot();
    Path record = Path.of(agent.awaitMatch(RECORD).group(1));
    agent.stop();
    return record;
  }

  @ParameterizedTest
  @EnumSource
  void aFailedUpgradeIsReplayedToTheSameFailedState(Transfer transfer) throws Exception {
    Path record = failure(transfer);
    assertThat(record).startsWith(directory.resolve("state").toAbsolutePath());

    JsonObject replayed = JsonParser.object().from(lab.apfw("replay", record.toString(), "--json"));
    assertThat(replayed.getString("reason")).contains("E121 BLOCK_MISMATCH");
    assertThat(replayed.getBoolean("same")).isTrue();
    assertThat(replayed.getObject("states").getString("update")).isEqualTo("Idle");
    JsonArray steps = replayed.getArray("steps");
    assertThat(steps).hasSizeGreaterThan(500);
    assertThat(went(steps, "update"))
        .contains(
            "TaskFinished(OPEN_INACTIVE): Opening -> Writing",
            "IngestFailed(BLOCK_MISMATCH): Writing -> Aborting",
            "TaskFinished(JOURNAL_ABORTED): Aborting -> Idle");
    assertThat(went(steps, "wtp"))
        .contains(
            "ControlReceived(ImageDataRequest): ImageData -> ImageData",
            "UpdateFailed(BLOCK_MISMATCH): ImageData -> DtlsTeardown");
  }

  private static List<String> went(JsonArray steps, String machine) {
    return steps.stream()
        .map(JsonObject.class::cast)
        .filter(step -> step.getString("machine").equals(machine))
        .map(
            step ->
                "%s: %s -> %s"
                    .formatted(
                        step.getString("event"), step.getString("before"), step.getString("after")))
        .collect(Collectors.toList());
  }

  @Test
  void whatIsNotAsRecordedIsToldAndWhatIsNoRecordIsRefused() throws Exception {
    Path record = failure(Transfer.ONE_BY_ONE);
    assertThat(lab.apfw("replay", record.toString()))
        .containsPattern("(?m)^ +\\d+ \\d\\d:\\d\\d:\\d\\d\\.\\d{3} wtp +\\S+: \\S+ -> \\S+")
        .endsWith("; at the end: wtp DtlsTeardown, update Idle\n");
    List<String> lines = Files.readAllLines(record);

    int last = lines.size() - 1;
    String step = String.valueOf(JsonParser.object().from(lines.get(last)).get("step"));
    assertThat(otherwise(ExitCode.BUG, record, lines, last, "\"state\":\"", "\"state\":\"Other"))
        .contains("Went another way than recorded at step " + step + ": ", "recorded is Other");

    assertThat(otherwise(65, record, lines, 0, "\"version\":2", "\"version\":1"))
        .contains(record + ": line 1: version 1 of the format, and this apfw reads 2");
    assertThat(otherwise(65, record, lines, 0, "apfw-flight", "else"))
        .contains("line 1: no flight record");
    List<String> newer = new ArrayList<>(lines);
    newer.set(0, lines.get(0).replace("\"agent\":\"", "\"agent\":\"9."));
    assertThat(otherwise(65, record, newer, 4, "\"event\":\\{", "\"event\":{\"more\":1,"))
        .contains("line 5: event: ", "apfw 9.", "replay it with that one");
    assertThat(otherwise(65, record, lines, 4, "\"event\":\\{", "\"event\":{\"more\":1,"))
        .contains("line 5: event: ", "copy the file again");
    assertThat(otherwise(65, record, lines, 4, "\\{\"step\"", "nonsense"))
        .contains("line 5: character ");
    assertThat(otherwise(65, record, lines, 4, "\"event\":", "\"event\":" + "[".repeat(100_000)))
        .contains("line 5: character ", "nested deeper");
    Files.write(record, lines.subList(0, last));
    assertThat(lab.apfw(65, "replay", record.toString())).contains("copy the file again");
    Files.write(record, new byte[] {'{', (byte) 0xff});
    assertThat(lab.apfw(65, "replay", record.toString())).contains("byte 1 is not UTF-8");
    assertThat(lab.apfw(ExitCode.STORAGE_IO, "replay", "nowhere")).contains("no such file");
  }

  /** What is said of the record with a line changed. */
  private String otherwise(
      int exitCode, Path record, List<String> lines, int index, String regex, String other)
      throws Exception {
    String line = lines.get(index).replaceFirst(regex, other);
    assertThat(line).isNotEqualTo(lines.get(index));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == index ? line : lines.get(i)).append('\n');
    }
    Files.writeString(record, text, StandardCharsets.UTF_8);
    return lab.apfw(exitCode, "replay", record.toString());
  }

  @Test
  void anOperatorHasARecordWritten() throws Exception {
    lab.startController(DataChannel.CLEAR, "17.3.3.26", lab.image("ap1g8", "17.3.3.26"));
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    lab.awaitListening();

    String file = lab.apfw("replay", "--dump").strip();
    assertThat(lab.apfw("replay", file)).contains("update Idle");
    agent.stop();
    assertThat(lab.apfw(ExitCode.TRY_LATER, "replay", "--dump")).contains("no agent listens");
  }
}
