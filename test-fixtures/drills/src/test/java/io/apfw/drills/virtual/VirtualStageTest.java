package io.apfw.drills.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.report.Played;
import io.apfw.drills.report.Played.Kind;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.ScriptReader;
import io.apfw.drills.yaml.YamlException;
import org.junit.jupiter.api.Test;

class VirtualStageTest {
  private static final String LOSSY =
      """
      summary: some of it is lost
      image: {size: 256 KiB}
      network: {roundTrip: 30 ms, jitter: 20 ms, loss: 8 %, duplication: 5 %, reordering: 5 %}
      controller: {window: 8}
      """;

  private static Played play(String text, long seed) throws YamlException {
    return VirtualStage.play(ScriptReader.of("test", text), seed);
  }

  private static long count(Played played, Kind kind, String regex) {
    return played.stories().get(0).moments().stream()
        .filter(moment -> moment.kind() == kind && moment.text().matches(regex))
        .count();
  }

  @Test
  void theSameSeedGivesTheSameStory() throws YamlException {
    String text = LOSSY + "aps: {count: 3, spread: 10 s}\nexpect: {log: Trial passed}\n";
    Played once = play(text, 7);
    assertThat(play(text, 7)).isEqualTo(once);
    assertThat(play(text, 8).stories()).isNotEqualTo(once.stories());
    assertThat(once.passed()).isTrue();
  }

  @Test
  void whatIsLostIsSentAgain() throws YamlException {
    Played played = play(LOSSY + "expect: {log: Trial passed}\n", 1);
    assertThat(played.passed()).isTrue();
    assertThat(count(played, Kind.CONTROLLER, "Retransmitted.*")).isPositive();
    assertThat(
            count(
                play("summary: calm\nexpect: {log: Trial passed}\n", 1), Kind.CONTROLLER, "Retr.*"))
        .isZero();
  }

  @Test
  void whatDoesNotHoldIsSaidOfItsAp() throws YamlException {
    Played played =
        play(
            """
            summary: too much is expected
            image: {size: 64 KiB}
            expect: {log: [Trial passed, The sky falls], never: "CAPWAP State: Run",
              part1: 17.9.4.28 GOOD, boots: [part1], running: part2, within: 5 min}
            """,
            1);
    assertThat(played.passed()).isFalse();
    assertThat(played.lasted()).hasMinutes(5);
    assertThat(played.failed().get(0).failures())
        .containsExactly(
            "log: expected a line with \"The sky falls\", the 2. of 2, came none",
            "lines that must not come: expected [], came [CAPWAP State: Run: CAPWAP State: Run]",
            "part1: expected 17.9.4.28 GOOD, came 17.9.4.27 GOOD",
            "slot that runs: expected part2, came part1",
            "slots booted: expected [part1], came [part2, part1]");
  }

  @Test
  void aWayThatIsCutStaysCut() throws YamlException {
    Played played =
        play(
            """
            summary: nobody is reached
            events: [{at: 0 s, do: cut-link}]
            expect: {log: "CAPWAP State: Sulking", never: "Discovery Response", within: 10 min, quiet: 1 h}
            """,
            1);
    assertThat(played.passed()).isTrue();
  }

  @Test
  void eachPowerCutOnTrialSpendsATryUntilTheBootLoaderGoesBack() throws YamlException {
    Played played =
        play(
            """
            summary: three times the power goes before the image can prove itself
            image: {size: 64 KiB}
            events:
              - {log: "part1: boot 1, 2 tries left", do: cut-power}
              - {log: "part1: boot 2, 1 try left", do: cut-power}
              - {log: "part1: boot 3, 0 tries left", do: cut-power}
            expect:
              log: ["the boot loader gave up on part1", "failed before and is not fetched again"]
              boots: [part2, part1, part1, part1, part2]
              part1: 17.9.4.27 BAD
              part2: 17.3.3.26 GOOD
              within: 1 h
            """,
            1);
    assertThat(played.failed()).isEmpty();
  }

  @Test
  void aBendIsActedOutHere() throws YamlException {
    Script script =
        ScriptReader.of(
            "test",
            "summary: x\ncontroller: {bend: goes-silently}\nexpect: {log: [E202, Trial passed]}\n");
    assertThat(VirtualStage.play(script, 1).failed()).isEmpty();
  }
}
