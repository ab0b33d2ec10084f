package io.apfw.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final SlotLine PART1 =
      new SlotLine(
          "part1",
          "17.9.4.27",
          "GOOD",
          true,
          1,
          "ab".repeat(32),
          Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")));
  private static final SlotLine PART2 =
      new SlotLine("part2", "17.3.3.26", "GOOD", false, 2, "cd".repeat(32), Optional.empty());

  private static DrillResult result(Stages stages, String... failures) {
    return new DrillResult(
        "join-and-upgrade",
        70_512_640,
        51_208,
        601,
        16,
        20,
        stages,
        123.456789,
        List.of(PART1, PART2),
        List.of(failures));
  }

  private static Stages timed(double transfer) {
    return new Stages(
        OptionalDouble.of(0.1),
        OptionalDouble.of(transfer),
        OptionalDouble.of(0.3),
        OptionalDouble.of(0.4),
        OptionalDouble.empty());
  }

  private static JsonObject json(DrillResult result) throws JsonParserException {
    return JsonParser.object().from(ResultJson.of(result));
  }

  @Test
  void jsonHasExactlyTheAgreedKeys() throws JsonParserException {
    JsonObject json = json(result(timed(2)));

    assertThat(json.keySet())
        .containsExactly(
            "scenario",
            "passed",
            "bytes",
            "messages",
            "lastBlockBytes",
            "window",
            "roundTripMillis",
            "stageSeconds",
            "megabytesPerSecond",
            "messagesPerSecond",
            "agentPeakRssMiB",
            "slots",
            "failures");
    assertThat(json.getObject("stageSeconds").keySet())
        .containsExactly("join", "transfer", "verify", "activate", "rebootToRun");
    assertThat(json.getArray("slots").getObject(0).keySet())
        .containsExactly("part", "version", "state", "active", "sha256");
  }

  @Test
  void jsonHasTheValues() throws JsonParserException {
    JsonObject json = json(result(timed(2)));

    assertThat(json.getBoolean("passed")).isTrue();
    assertThat(json.getLong("bytes")).isEqualTo(70_512_640);
    assertThat(json.getLong("messages")).isEqualTo(51_208);
    assertThat(json.getInt("window")).isEqualTo(16);
    assertThat(json.getInt("roundTripMillis")).isEqualTo(20);
    assertThat(json.getDouble("megabytesPerSecond")).isEqualTo(35.256);
    assertThat(json.getDouble("messagesPerSecond")).isEqualTo(25_604);
    assertThat(json.getDouble("agentPeakRssMiB")).isEqualTo(123.457);
    assertThat(json.getObject("stageSeconds").getDouble("transfer")).isEqualTo(2);
    assertThat(json.getObject("stageSeconds").isNull("rebootToRun")).isTrue();
    assertThat(json.getArray("slots").getObject(1).getBoolean("active", true)).isFalse();
    assertThat(json.getArray("failures")).isEmpty();
  }

  @Test
  void aFailureMeansNotPassed() throws JsonParserException {
    JsonObject json = json(result(Stages.NONE, "part1: expected \"x\", came y"));

    assertThat(json.getBoolean("passed", true)).isFalse();
    assertThat(json.getArray("failures")).containsExactly("part1: expected \"x\", came y");
    assertThat(json.getDouble("megabytesPerSecond")).isZero();
  }

  @Test
  void textShowsSlotsAndStages() {
    List<String> lines = ResultText.of(result(timed(2)), "drill again");

    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "part1 +17\\.9\\.4\\.27 +GOOD +yes +1st +(ab){32} +2026-01-02T03:04:05Z"))
        .anyMatch(line -> line.matches("part2 +17\\.3\\.3\\.26 +GOOD +no +2nd +(cd){32} +-"))
        .anyMatch(line -> line.contains("last block to verdict 0.300"))
        .contains("PASSED join-and-upgrade")
        .noneMatch(line -> line.contains("drill again"));
  }

  @Test
  void textOfAFailureSaysHowToRepeatIt() {
    assertThat(ResultText.of(result(Stages.NONE, "this did not hold"), "drill again --keep"))
        .contains("FAILED join-and-upgrade", "  - this did not hold")
        .anyMatch(line -> line.contains("drill again --keep"));
  }
}
