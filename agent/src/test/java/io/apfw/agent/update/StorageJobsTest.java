package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.Quarantine;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs leave in the state files; part2 runs, part1 holds 8.10.130.0. */
class StorageJobsTest {
  private static final UpdateFailure REFUSED =
      new UpdateFailure(Cause.SECURITY_VERSION_ROLLBACK, "1, the floor is 2");

  @TempDir private Path directory;
  private UpdateHarness harness;
  private StorageJobs jobs;

  @BeforeEach
  void begin() throws Exception {
    TrustStore trust = new TrustStore(List.of(TestAuthority.root("image root").certificate()));
    harness = new UpdateHarness(directory, trust);
    jobs =
        new StorageJobs(
            harness.storage,
            new ImageVerifier(trust),
            new ImageTarget("ap1g8", Set.of("C9105AXI"), "0.1.0"),
            TrustedClock.believing(InstantSource.fixed(UpdateHarness.NOW)));
  }

  @AfterEach
  void end() {
    harness.close();
  }

  private static JournalEntry entry(UpdatePhase phase, SlotId target) {
    return new JournalEntry(
        phase,
        Optional.of(target),
        "17.9.4.27",
        "ab".repeat(32),
        3,
        Optional.of(UpdateHarness.NOW.minusSeconds(60)),
        0,
        "",
        2);
  }

  @ParameterizedTest
  @CsvSource({
    "RECEIVING,   PART1, 17.9.4.27",
    "VERIFIED,    PART1, 17.9.4.27",
    "ACTIVATING,  PART1, 17.9.4.27",
    "ROLLED_BACK, PART1, 8.10.130.0",
    "ABORTED,     PART1, 8.10.130.0",
    "VERIFIED,    PART2, 8.10.130.0",
    "TRIAL,       PART2, 8.10.130.0",
    "COMMITTED,   PART2, 8.10.130.0"
  })
  void onlyAnUpdateThatIsOpenOnTheInactiveSlotIsEnded(
      UpdatePhase before, SlotId target, String version) throws Exception {
    harness.storage.journal().write(entry(before, target));
    jobs.journalAborted(Optional.empty(), REFUSED);
    JournalEntry after = harness.storage.journal().read();
    assertThat(after.phase()).isEqualTo(UpdatePhase.ABORTED);
    assertThat(after.target()).contains(SlotId.PART1);
    assertThat(after.version()).isEqualTo(version);
    assertThat(after.attempts()).isEqualTo(version.equals("17.9.4.27") ? 2 : 1);
    assertThat(after.causeText()).isEqualTo(REFUSED.line());
  }

  @Test
  void ofASlotOfWhichNothingIsKnownTheJournalSaysNothing() throws Exception {
    JournalEntry committed = entry(UpdatePhase.COMMITTED, SlotId.PART2);
    harness.storage.journal().write(committed);
    harness.storage.records().write(SlotId.PART1, SlotRecord.EMPTY);
    jobs.journalAborted(Optional.empty(), REFUSED);
    assertThat(harness.storage.journal().read()).isEqualTo(committed);
  }

  private static Quarantine.Entry failed(String version) {
    return new Quarantine.Entry(version, "", "", 0, 101, 1, UpdateHarness.NOW.plusSeconds(60));
  }

  @Test
  void aFailedImageComesToThoseInQuarantineAndDoesNotBringBackWhatWasCleared() throws Exception {
    QuarantineFile file = harness.storage.quarantine();
    jobs.keep(failed("17.0.0.1"));
    jobs.keep(failed("17.0.0.2"));
    assertThat(file.read().versions()).containsExactlyInAnyOrder("17.0.0.1", "17.0.0.2");
    file.write(Quarantine.NONE);
    jobs.keep(failed("17.0.0.3"));
    assertThat(file.read().versions()).containsExactly("17.0.0.3");
  }
}
