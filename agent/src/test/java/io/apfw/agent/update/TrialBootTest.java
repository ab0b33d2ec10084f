package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.CommandLineSlotFinder;
import io.apfw.storage.boot.FileBootControl;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.StateLayout;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boots on trial in the journal: a user who pulls the plug does not use up the tries unseen. */
class TrialBootTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static final String BOOT = "1d2c";

  @TempDir Path dir;
  private BootEnvironmentFile environment;
  private Path commandLine;
  private ApStorage storage;
  private StorageJobs jobs;

  @BeforeEach
  void activated() throws Exception {
    environment = BootEnvironmentFile.at(dir.resolve("boot.env"));
    commandLine = Files.writeString(dir.resolve("cmdline"), "apfw.slot=part1\n");
    storage =
        ApStorage.of(
            new Slot(SlotId.PART1, dir.resolve("part1")),
            new Slot(SlotId.PART2, dir.resolve("part2")),
            new FileBootControl(environment, new CommandLineSlotFinder(commandLine)),
            new StateLayout(dir),
            BOOT);
    jobs =
        new StorageJobs(
            storage,
            new ImageVerifier(
                new TrustStore(List.of(TestAuthority.root("image root").certificate()))),
            new ImageTarget("ap1g8", Set.of("C9105AXI"), "0.1.0"),
            TrustedClock.believing(InstantSource.fixed(NOW)));
    journal(UpdatePhase.ACTIVATING);
  }

  @Test
  void eachBootIsCountedOnceHoweverOftenTheAgentStarts() throws Exception {
    tries(2);
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 1, 2 tries left");
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 1, 2 tries left");
    tries(1);
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 2, 1 try left");
    tries(0);
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 3, 0 tries left");
    assertThat(storage.journal().read().phase()).isEqualTo(UpdatePhase.TRIAL);
    assertThat(storage.journal().read().trial()).isEqualTo(new JournalEntry.Trial(3, 0, BOOT));
  }

  @Test
  void anAgentThatEndsAgainAndAgainFailsTheTrial() throws Exception {
    tries(2);
    jobs.countTrialBoot();
    for (int ordered = 0; ordered < 20; ordered++) {
      assertThat(jobs.countTrialBoot()).isEqualTo("boot 1, 2 tries left");
    }
    jobs.afterLostRun();
    for (int lost = 1; lost < StorageJobs.LOST_RUNS_MAX; lost++) {
      assertThat(jobs.countTrialBoot()).isEqualTo("boot 1, 2 tries left");
    }
    assertFailsForItsAgent();
    jobs.journalRolledBack(new UpdateFailure(Cause.TRIAL_FAILED, "and the way back is cut short"));
    assertFailsForItsAgent();
    journal(UpdatePhase.TRIAL, storage.journal().read().trial());
    tries(1);
    assertThat(jobs.countTrialBoot()).as("another boot").isEqualTo("boot 2, 1 try left");
  }

  private void assertFailsForItsAgent() {
    assertThatThrownBy(jobs::countTrialBoot)
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            e -> {
              assertThat(e.failure().cause()).isEqualTo(Cause.TRIAL_FAILED);
              assertThat(e.failure().detail()).contains("times in one boot");
            });
  }

  @Test
  void whatTheImageSawOfItsTrialIsKnownAfterTheFallBack() throws Exception {
    tries(2);
    jobs.countTrialBoot();
    tries(0);
    Files.writeString(commandLine, "apfw.slot=part2\n");
    assertThat(storage.facts().unfinished())
        .hasValue(
            new Unfinished(
                Unfinished.Phase.ACTIVATING, "part1", "17.9.4.27", "ab".repeat(32), true, 1, 0));
  }

  /** The agent may be restarted, by an operator or its supervisor, before the reboot. */
  @ParameterizedTest
  @CsvSource({
    "3, 1d2c, 3, false, only the agent has started again",
    "3, '', 3, false, the system names no boots and no try was counted",
    "3, 1d2c, 2, true, a try was counted: containers share the name of a boot",
    "3, '', 0, true, all tries were counted",
    "3, 77aa, 3, true, a boot loader that does not count has passed the image over",
    "0, '', 3, false, an older agent wrote no tries, and some are left",
    "0, '', 0, true, an older agent wrote no tries, and none is left"
  })
  void anImageWasTriedWhenSomethingHasBootedSince(
      int given, String bootBefore, int left, boolean tried, String why) throws Exception {
    journal(new JournalEntry.Trial(0, given, bootBefore));
    tries(left);
    Files.writeString(commandLine, "apfw.slot=part2\n");
    assertThat(storage.facts().unfinished().orElseThrow().targetTried()).as(why).isEqualTo(tried);
  }

  @Test
  void aBootThatNobodyCountedIsSeenByItsName() throws Exception {
    journal(new JournalEntry.Trial(0, 2, "77aa"));
    tries(2);
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 1, 2 tries left");
    journal(new JournalEntry.Trial(1, 2, "77aa"));
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 2, 2 tries left");
    assertThat(jobs.countTrialBoot()).isEqualTo("boot 2, 2 tries left");
  }

  @Test
  void aJournalOfAnotherUpdateIsLeftAsItIs() throws Exception {
    journal(UpdatePhase.ROLLED_BACK);
    JournalEntry before = storage.journal().read();
    tries(1);
    assertThat(jobs.countTrialBoot())
        .isEqualTo("a boot that the journal knows nothing of, 1 try left");
    assertThat(storage.journal().read()).isEqualTo(before);
  }

  private void tries(int left) throws Exception {
    environment.write(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(left), BootEntry.GOOD));
  }

  @Test
  void trialsThatReachNobodyAreCountedUntilOneFailsOtherwise() throws Exception {
    tries(2);
    journal(UpdatePhase.TRIAL, new JournalEntry.Trial(1, 2, ""));
    assertThat(storage.facts().unfinished().orElseThrow().unreached()).isZero();
    jobs.journalRolledBack(new UpdateFailure(Cause.SOURCE_LOST, "a dark site"));
    assertThat(storage.journal().read().unreached()).isEqualTo(1);
    jobs.journalRolledBack(new UpdateFailure(Cause.SOURCE_LOST, "a dark site"));
    assertThat(storage.journal().read().unreached()).isEqualTo(2);
    jobs.journalRolledBack(new UpdateFailure(Cause.TRIAL_FAILED, "it is unfit"));
    assertThat(storage.journal().read().unreached()).isZero();
  }

  private void journal(UpdatePhase phase) throws Exception {
    journal(phase, JournalEntry.Trial.NONE);
  }

  private void journal(JournalEntry.Trial trial) throws Exception {
    journal(UpdatePhase.ACTIVATING, trial);
  }

  private void journal(UpdatePhase phase, JournalEntry.Trial trial) throws Exception {
    storage
        .journal()
        .write(
            new JournalEntry(
                phase,
                Optional.of(SlotId.PART1),
                "17.9.4.27",
                "ab".repeat(32),
                1,
                Optional.of(NOW),
                0,
                "",
                1,
                0,
                trial));
  }
}
