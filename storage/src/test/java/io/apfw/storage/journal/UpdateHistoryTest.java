package io.apfw.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.TwinFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of past updates: what is kept of it, and that it bears anything. */
class UpdateHistoryTest {
  private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("history.state");
  }

  private UpdateHistory history() {
    return UpdateHistory.at(file());
  }

  private static JournalEntry receiving(String version, int attempts) {
    return new JournalEntry(
        UpdatePhase.RECEIVING,
        Optional.of(SlotId.PART1),
        version,
        "ab".repeat(32),
        3,
        Optional.of(T0),
        0,
        "",
        attempts);
  }

  private static List<String> phases(PastUpdate update) {
    return update.steps().stream().map(PastUpdate.Step::phase).toList();
  }

  @Test
  void anUpdateIsOneStoryWithItsPhasesAndTheirTimes() throws Exception {
    JournalEntry entry = receiving("17.9.4.27", 1);
    history().note(entry);
    int second = 0;
    for (UpdatePhase phase :
        List.of(UpdatePhase.VERIFIED, UpdatePhase.ACTIVATING, UpdatePhase.COMMITTED)) {
      history().note(entry.withPhase(phase, T0.plusSeconds(++second)));
    }

    assertThat(history().read())
        .containsExactly(
            new PastUpdate(
                "17.9.4.27",
                Optional.of(SlotId.PART1),
                "ab".repeat(32),
                1,
                List.of(
                    new PastUpdate.Step("RECEIVING", Optional.of(T0)),
                    new PastUpdate.Step("VERIFIED", Optional.of(T0.plusSeconds(1))),
                    new PastUpdate.Step("ACTIVATING", Optional.of(T0.plusSeconds(2))),
                    new PastUpdate.Step("COMMITTED", Optional.of(T0.plusSeconds(3)))),
                0,
                ""));
  }

  @Test
  void aPhaseThatIsWrittenAgainAfterAPowerCutHasNotBegunAgain() throws Exception {
    JournalEntry entry = receiving("17.9.4.27", 1);
    history().note(entry);
    history().note(entry.withPhase(UpdatePhase.COMMITTED, T0));
    history().note(entry.withPhase(UpdatePhase.COMMITTED, T0.plusSeconds(9)));

    assertThat(history().read().get(0).steps())
        .containsExactly(
            new PastUpdate.Step("RECEIVING", Optional.of(T0)),
            new PastUpdate.Step("COMMITTED", Optional.of(T0)));
  }

  @Test
  void anotherAttemptIsAnotherStoryAndTheNewestComesFirst() throws Exception {
    history().note(receiving("17.9.4.27", 1));
    history()
        .note(receiving("17.9.4.27", 1).failed(UpdatePhase.ABORTED, T0, 202, "E202 stalled\n!"));
    history().note(receiving("17.9.4.27", 2));
    history().note(receiving("17.9.4.28", 1));

    List<PastUpdate> updates = history().read();
    assertThat(updates.stream().map(PastUpdate::version))
        .containsExactly("17.9.4.28", "17.9.4.27", "17.9.4.27");
    assertThat(updates.stream().map(PastUpdate::attempt)).containsExactly(1, 2, 1);
    assertThat(phases(updates.get(2))).containsExactly("RECEIVING", "ABORTED");
    assertThat(updates.get(2).causeNumber()).isEqualTo(202);
    assertThat(updates.get(2).causeText()).isEqualTo("E202 stalled !");
  }

  @Test
  void onlySoManyAreKeptHoweverLongTheirTextsAre() throws Exception {
    for (int i = 1; i <= UpdateHistory.UPDATES_MAX + 3; i++) {
      JournalEntry entry = receiving("v".repeat(61) + "%03d".formatted(i), 1);
      history().note(entry);
      for (int step = 0; step < PastUpdate.STEPS_MAX; step++) {
        UpdatePhase phase = step % 2 == 0 ? UpdatePhase.ACTIVATING : UpdatePhase.ROLLED_BACK;
        history().note(entry.failed(phase, T0.plusNanos(123_456_789), 304, "é".repeat(500)));
      }
    }

    List<PastUpdate> updates = history().read();
    assertThat(updates).hasSize(UpdateHistory.UPDATES_MAX);
    assertThat(updates.get(0).version()).endsWith("%03d".formatted(UpdateHistory.UPDATES_MAX + 3));
    assertThat(updates)
        .allSatisfy(update -> assertThat(update.steps()).hasSize(PastUpdate.STEPS_MAX));
  }

  @Test
  void aDamagedOneIsBegunAnew() throws Exception {
    history().note(receiving("17.9.4.27", 1));
    Files.write(file(), new byte[100]);

    history().note(receiving("17.9.4.28", 1));

    assertThat(history().read())
        .singleElement()
        .satisfies(update -> assertThat(update.version()).isEqualTo("17.9.4.28"));
  }

  @Test
  void whatANewerAgentWroteIsReadAsFarAsItIsUnderstood() throws Exception {
    history().note(receiving("17.9.4.27", 1));
    String text = Files.readString(file());
    TwinFile newer = TwinFile.at(file(), "history", (int) (Files.size(file()) / 2));
    newer.write(
        Map.of(
            "1.version", "18.1.1", "1.steps", "TELEPORTING when, RECEIVING " + T0, "1.new", "x"));

    PastUpdate update = history().read().get(0);
    assertThat(text).contains("1.version=17.9.4.27");
    assertThat(update.version()).isEqualTo("18.1.1");
    assertThat(phases(update)).containsExactly("TELEPORTING", "RECEIVING");
    assertThat(update.steps().get(0).at()).isEmpty();
  }

  @Test
  void nothingHasHappenedYet() throws Exception {
    history().note(JournalEntry.IDLE);
    assertThat(history().read()).isEmpty();
  }
}
