package io.apfw.storage.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdateJournal;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotRecords;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.SecurityFloor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oldest state files stay readable, and a newer agent's are read or safely ignored. */
class FormatOneTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final String MANIFEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  @TempDir Path directory;

  @Test
  void boot_environment() throws IOException {
    assertThat(BootEnvironmentFile.at(vector("boot")).read())
        .isEqualTo(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(3), BootEntry.GOOD));
  }

  @Test
  void journal() throws IOException, StorageException {
    assertThat(UpdateJournal.at(vector("journal")).read())
        .isEqualTo(
            new JournalEntry(
                UpdatePhase.ACTIVATING,
                Optional.of(SlotId.PART1),
                "17.9.4.27",
                MANIFEST,
                3,
                Optional.of(AT),
                0,
                "",
                2));
  }

  @Test
  void slot_records() throws IOException, StorageException {
    Map<SlotId, SlotRecord> records = SlotRecords.at(vector("slots")).read();
    assertThat(records.get(SlotId.PART1))
        .isEqualTo(
            new SlotRecord(
                "17.9.4.27",
                "ap1g8",
                SlotState.VERIFIED,
                70_467_584,
                "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                MANIFEST,
                3,
                Optional.of(AT)));
    SlotRecord backup = Objects.requireNonNull(records.get(SlotId.PART2));
    assertThat(backup.state()).isEqualTo(SlotState.GOOD);
    assertThat(backup.manifestSha256()).isEmpty();
    assertThat(backup.installedAt()).isEmpty();
  }

  @Test
  void security_floor() throws IOException, StorageException {
    assertThat(SecurityFloor.at(vector("security")).read()).isEqualTo(3);
  }

  @Test
  void what_is_written_is_read_again() throws IOException, StorageException {
    UpdateJournal journal = UpdateJournal.at(directory.resolve("journal"));
    assertThat(journal.read()).isEqualTo(JournalEntry.IDLE);
    JournalEntry failed =
        UpdateJournal.at(vector("journal")).read().failed(UpdatePhase.ABORTED, AT, 111, "a\nb");
    journal.write(failed);
    assertThat(journal.read().causeText()).isEqualTo("a b");
    assertThat(journal.read().causeNumber()).isEqualTo(111);

    SlotRecords records = SlotRecords.at(directory.resolve("slots"));
    assertThat(records.read()).containsEntry(SlotId.PART1, SlotRecord.EMPTY);
    Map<SlotId, SlotRecord> old = SlotRecords.at(vector("slots")).read();
    for (SlotId id : SlotId.values()) {
      records.write(id, Objects.requireNonNull(old.get(id)));
    }
    assertThat(records.read()).isEqualTo(old);
  }

  @Test
  void a_newer_agents_words_are_taken_for_the_safe_thing() throws IOException, StorageException {
    Path file = directory.resolve("newer");
    TwinFile.at(file, "journal").write(Map.of("phase", "TELEPORTING", "flux", "1.21"));
    assertThat(UpdateJournal.at(file).read().phase()).isEqualTo(UpdatePhase.ABORTED);
    TwinFile.at(directory.resolve("s"), "slots").write(Map.of("part1.state", "POLISHED"));
    assertThat(SlotRecords.at(directory.resolve("s")).read().get(SlotId.PART1))
        .isEqualTo(SlotRecord.EMPTY.withState(SlotState.BAD));
  }

  /** An older agent in the other slot reads what it knows and leaves the rest. */
  @Test
  void keys_that_a_newer_agent_added_are_left_alone() throws IOException, StorageException {
    assertThat(BootEnvironmentFile.at(newer("boot")).read())
        .isEqualTo(BootEnvironmentFile.at(vector("boot")).read());
    assertThat(UpdateJournal.at(newer("journal")).read())
        .isEqualTo(UpdateJournal.at(vector("journal")).read());
    assertThat(SlotRecords.at(newer("slots")).read())
        .isEqualTo(SlotRecords.at(vector("slots")).read());
    assertThat(SecurityFloor.at(newer("security")).read()).isEqualTo(3);
  }

  /** The oldest file with keys beside those of format 1. */
  private Path newer(String kind) throws IOException {
    Path file = directory.resolve("newer-" + kind);
    Map<String, String> values =
        new LinkedHashMap<>(TwinFile.at(vector(kind), kind).read().orElseThrow().values());
    values.put("flux", "1.21");
    values.put("part1.flux", "1.21");
    values.put("part3.state", "GOOD");
    TwinFile.at(file, kind).write(values);
    return file;
  }

  /** A target that does not exist here is none; the update of a newer agent did not last. */
  @Test
  void a_slot_that_a_newer_agent_has_is_no_target() throws IOException, StorageException {
    Path file = directory.resolve("newer");
    TwinFile.at(file, "journal").write(Map.of("phase", "ACTIVATING", "target", "part3"));
    assertThat(UpdateJournal.at(file).read().target()).isEmpty();
  }

  /** A format that cannot be read any more is damage: refused, never taken for something else. */
  @Test
  void a_format_that_is_not_known_is_not_guessed_at() throws IOException {
    Path file = vector("journal");
    String text = Files.readString(file).replace("apfw-state=1", "apfw-state=2");
    Files.writeString(file, text);
    assertThatThrownBy(() -> UpdateJournal.at(file).read())
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.fault()).isEqualTo(StorageFault.JOURNAL_WRITE))
        .hasMessageContaining("of a format this agent knows");
  }

  @Test
  void the_floor_never_falls() throws StorageException {
    SecurityFloor floor = SecurityFloor.at(directory.resolve("security"));
    assertThat(floor.read()).isZero();
    floor.raiseTo(5);
    floor.raiseTo(4);
    assertThat(floor.read()).isEqualTo(5);
  }

  @Test
  void a_bad_value_is_named() throws IOException {
    Path file = directory.resolve("boot");
    TwinFile.at(file, "boot").write(Map.of("first", "part1", "part1.good", "maybe"));
    assertThatThrownBy(() -> BootEnvironmentFile.at(file).read())
        .hasMessageContaining("part1.good=maybe is not yes or no");
    TwinFile.at(file, "boot")
        .write(Map.of("first", "part1", "part1.good", "no", "part1.tries", "10"));
    assertThatThrownBy(() -> BootEnvironmentFile.at(file).read())
        .hasMessageContaining("part1.tries=10 is not 0 to 9");
    TwinFile.at(file, "boot").write(Map.of("first", "part9"));
    assertThatThrownBy(() -> BootEnvironmentFile.at(file).read())
        .hasMessageContaining("first=part9 is not part1 or part2");
  }

  private Path vector(String kind) throws IOException {
    String name = kind + "-format-1.state";
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/io/apfw/vectors/state/" + name))) {
      return Files.write(directory.resolve(name), in.readAllBytes());
    }
  }
}
