package io.apfw.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.SlotId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateJournalTest {
  private static final String MANIFEST = "ab".repeat(32);
  private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");

  private static final JournalEntry ENTRY =
      new JournalEntry(
          UpdatePhase.TRIAL,
          Optional.of(SlotId.PART1),
          "17.9.4.27",
          MANIFEST,
          3,
          Optional.of(AT),
          205,
          "nobody was reached",
          4,
          2,
          new JournalEntry.Trial(1, 2, "1d2c"));

  @Test
  void anEntryIsReadAsItWasWritten(@TempDir Path directory) throws StorageException {
    UpdateJournal journal = UpdateJournal.at(directory.resolve("journal"));
    journal.write(ENTRY);
    assertThat(journal.read()).isEqualTo(ENTRY);
  }

  @Test
  void whatAnImagesTrialsReachedGoesWithItThroughEveryPhase() {
    assertThat(ENTRY.withPhase(UpdatePhase.ROLLED_BACK, AT).unreached()).isEqualTo(2);
    assertThat(ENTRY.onTrial(JournalEntry.Trial.NONE, AT).unreached()).isEqualTo(2);
    assertThat(ENTRY.failed(UpdatePhase.ABORTED, AT, 201, "cut").unreached()).isEqualTo(2);
    assertThat(ENTRY.unreachedOf(MANIFEST)).isEqualTo(2);
    assertThat(ENTRY.unreachedOf("cd".repeat(32))).isZero();
  }
}
