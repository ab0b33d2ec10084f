package io.apfw.drills.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.Patience;
import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerNote.Retransmitted;
import io.apfw.drills.controller.ControllerNote.StateEntered;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Timeline;
import io.apfw.storage.slot.SlotId;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SeenTest {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss.SSSS", Locale.ROOT);

  private final Timeline timeline = new Timeline();
  private final Seen seen = new Seen(timeline);

  private void states(AcState... states) {
    for (AcState state : states) {
      timeline.add(new DrillEvent.Noted(new StateEntered(state)));
    }
  }

  @Test
  void aStateEnteredAgainAtOnceIsOne() {
    states(AcState.DISCOVERY, AcState.DISCOVERY);
    timeline.add(new DrillEvent.Logged("between"));
    states(AcState.DISCOVERY, AcState.JOIN, AcState.DISCOVERY);

    assertThat(seen.states(0, timeline.size())).containsExactly("Discovery", "Join", "Discovery");
    assertThat(seen.states(4, timeline.size())).containsExactly("Join", "Discovery");
  }

  /** Pauses that are said 0.1 s late, and after how many seconds more or less Discovery comes. */
  private List<String> pauses(double later, String... seconds) {
    LocalDateTime now = LocalDateTime.of(2026, 11, 26, 23, 59, 58);
    for (String each : seconds) {
      logged(now, "CAPWAP State: DTLS Teardown");
      logged(now.plusNanos(100_000_000), "image download: next try in " + each + " s");
      now = now.plus(Duration.ofMillis((long) ((Double.parseDouble(each) + later) * 1000)));
      logged(now, "CAPWAP State: Discovery");
    }
    Checks checks = new Checks();
    seen.checkPauses(checks);
    return checks.failures();
  }

  private void logged(LocalDateTime at, String line) {
    timeline.add(new DrillEvent.Logged("[*" + STAMP.format(at) + "] " + line));
  }

  @Test
  void aPauseDoublesAndLeavesOutAHalfAtMost() {
    assertThat(pauses(0, "0.5", "2.0", "2.0", "5.7", "8.0", "4.0")).isEmpty();
  }

  @Test
  void aPauseThatDoesNotGrowOrGrowsTooMuchIsSaid() {
    assertThat(pauses(0, "0.4", "1.0", "1.2", "8.2", "8.0", "8.2"))
        .hasSize(4)
        .element(1)
        .asString()
        .contains("pause 3", "2.0 to 4.0 s", "1.2 s");
  }

  @Test
  void aPauseThatIsNotKeptIsSaid() {
    assertThat(pauses(-0.2, "1.0", "2.0"))
        .hasSize(2)
        .first()
        .asString()
        .contains("pause 1 until the next Discovery", "1.0 s", "0.8 s");
  }

  @Test
  void onePauseIsNoGrowth() {
    assertThat(pauses(0, "1.0")).singleElement().asString().contains("two at least");
  }

  @Test
  void aStageWithoutEndHasNoSeconds() {
    states(AcState.DISCOVERY, AcState.JOIN);

    assertThat(seen.seconds(Seen.state(AcState.DISCOVERY), Seen.state(AcState.JOIN))).isPresent();
    assertThat(seen.seconds(Seen.state(AcState.JOIN), Seen.state(AcState.DISCOVERY))).isEmpty();
    assertThat(seen.seconds(Seen.state(AcState.RUN), Seen.state(AcState.JOIN))).isEmpty();
  }

  @Test
  void bootsAndTheirEndsAreKnown() {
    timeline.add(new DrillEvent.Booting(1, SlotId.PART2, false));
    timeline.add(new DrillEvent.Ended(1, 0, 2048));
    timeline.add(new DrillEvent.Booting(2, SlotId.PART1, false));
    timeline.add(new DrillEvent.Ended(2, 143, 1024));
    timeline.add(new DrillEvent.Halted("stopped"));

    assertThat(seen.bootedSlots()).containsExactly("part2", "part1");
    assertThat(seen.exitCode(2)).contains(143);
    assertThat(seen.exitCode(3)).isEmpty();
    assertThat(seen.peakRssMiB()).isEqualTo(2);
    assertThat(seen.haltReason()).contains("stopped");
  }

  @Test
  void notesAreFoundByKind() {
    states(AcState.JOIN);
    timeline.add(new DrillEvent.Noted(new Retransmitted(7, 2)));

    assertThat(seen.first(Retransmitted.class)).contains(new Retransmitted(7, 2));
    assertThat(seen.all(Retransmitted.class)).containsExactly(new Retransmitted(7, 2));
  }

  @Test
  void waitingFindsWhatHasComeAndGivesUpOnWhatDoesNot() throws InterruptedException {
    timeline.add(new DrillEvent.Logged("Trial passed: part1"));

    assertThat(timeline.await(0, Seen.line("^Trial passed"), Duration.ofSeconds(Patience.SECONDS)))
        .isPresent();
    assertThat(timeline.await(1, Seen.line("^Trial passed"), Duration.ZERO)).isEmpty();
    assertThat(timeline.log()).isEqualTo(List.of("Trial passed: part1"));
  }
}
