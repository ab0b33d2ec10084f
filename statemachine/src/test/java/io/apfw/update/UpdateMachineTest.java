package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.KeepQuarantine;
import io.apfw.update.UpdateTask.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateMachineTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final UpdateConfig CONFIG = new UpdateConfig(3, 60_000, 2, 1_000_000);
  private static final Offer OFFER =
      new Offer(
          Offer.Source.CONTROLLER,
          "192.0.2.1",
          "17.9.4.27",
          "ap1g8",
          OptionalLong.of(70_512_640),
          Optional.empty(),
          false);
  private static final ManifestFacts MANIFEST =
      new ManifestFacts("17.9.4.27", "ap1g8", 70_000_000, "ab".repeat(32), 7);
  private static final UpdateFailure LOST = new UpdateFailure(Cause.SOURCE_LOST, "teardown");

  private final UpdateMachine machine = new UpdateMachine(CONFIG);
  private final List<UpdateTask> started = new ArrayList<>();
  private final List<News> told = new ArrayList<>();
  private final List<Report> said = new ArrayList<>();
  private Instant now = T0;
  private Quarantine quarantine = Quarantine.NONE;
  private UpdateState state = boot(Optional.empty(), false);

  private UpdateState boot(Optional<Unfinished> unfinished, boolean onTrial) {
    started.clear();
    told.clear();
    said.clear();
    Inventory inventory =
        new Inventory(
            "17.3.3.26", Optional.of("8.10.130.0"), Optional.of("8.10.130.0"), Set.of(), onTrial);
    BootFacts facts = new BootFacts("part2", "part1", inventory, quarantine, unfinished);
    return take(machine.start(new UpdateEvent.Booted(facts), now));
  }

  private UpdateState take(Step<UpdateState, UpdateAction> step) {
    for (UpdateAction action : step.actions()) {
      if (action instanceof UpdateAction.Start start) {
        started.add(start.task());
      } else if (action instanceof UpdateAction.Tell tell) {
        told.add(tell.news());
      } else if (action instanceof UpdateAction.Say say) {
        said.add(say.report());
      }
    }
    state = step.state();
    return state;
  }

  private void on(UpdateEvent event) {
    take(machine.step(state, event, now));
  }

  /** Finishes the task that was started last, so many times. */
  private void finish(int tasks) {
    for (int i = 0; i < tasks; i++) {
      on(new UpdateEvent.TaskFinished(started.get(started.size() - 1), ""));
    }
  }

  private void failLast(UpdateFailure failure) {
    on(new UpdateEvent.TaskFailed(started.get(started.size() - 1), failure));
  }

  private void receiveUpToWriting() {
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
    on(new UpdateEvent.HeadVerified(MANIFEST));
    finish(3);
  }

  private void verified() {
    receiveUpToWriting();
    on(new UpdateEvent.PayloadWritten());
    finish(3);
  }

  @Test
  void runsEveryTaskOfAnUpgradeInOrderAndOneAtATime() {
    verified();
    on(new UpdateEvent.ActivateRequested("17.9.4.27"));
    finish(4);

    assertThat(started)
        .containsExactly(
            new Script(ScriptVerb.PRECHECK),
            Job.BEGIN_INGEST,
            Job.JOURNAL_INTENT,
            Job.MARK_INACTIVE_BAD,
            Job.OPEN_INACTIVE,
            new Script(ScriptVerb.PREDOWNLOAD),
            Job.READ_BACK,
            Job.RECORD_VERIFIED,
            Job.VERIFY_AGAIN,
            Job.JOURNAL_ACTIVATING,
            new Script(ScriptVerb.ACTIVATE),
            Job.SET_BOOT_ORDER);
    assertThat(told).containsExactly(new News.Ready(), new News.Verified(), new News.Activated());
    assertThat(state).isInstanceOf(UpdateState.Activated.class);
    assertThat(said).contains(new Report.SlotActivated("part1", "17.9.4.27", 3));
  }

  @Test
  void noSlotIsTouchedBeforeTheHeadHasPassed() {
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
    on(new UpdateEvent.IngestFailed(new UpdateFailure(Cause.SIGNER_UNTRUSTED, "CN=other")));
    finish(4);

    assertThat(started)
        .containsExactly(
            new Script(ScriptVerb.PRECHECK),
            Job.BEGIN_INGEST,
            Job.DISCARD_INGEST,
            new KeepQuarantine(state.facts().quarantine()),
            new Script(ScriptVerb.ABORT),
            Job.JOURNAL_ABORTED);
    assertThat(state.facts().inventory().stored()).contains("8.10.130.0");
    assertThat(said.get(said.size() - 1))
        .isEqualTo(
            new Report.UpdateFailed(
                new UpdateFailure(Cause.SIGNER_UNTRUSTED, "CN=other"), "part1 is as it was"));
  }

  @Test
  void theBackupIsNoLongerStoredOnceItsSlotIsMarkedBad() {
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
    on(new UpdateEvent.HeadVerified(MANIFEST));
    finish(1);
    assertThat(state.facts().inventory().stored()).contains("8.10.130.0");
    finish(1);
    assertThat(state.facts().inventory().stored()).isEmpty();
  }

  @Test
  void aTaskUnderWayIsWaitedForBeforeTheUpdateIsTakenBack() {
    on(new UpdateEvent.Offered(OFFER));
    on(new UpdateEvent.AbortRequested(LOST));
    assertThat(started).containsExactly(new Script(ScriptVerb.PRECHECK));
    assertThat(told).containsExactly(new News.Failed(LOST));

    finish(1);
    assertThat(started).containsExactly(new Script(ScriptVerb.PRECHECK), Job.DISCARD_INGEST);
    finish(3);
    assertThat(told).containsExactly(new News.Failed(LOST), new News.Aborted());
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFailedPreparationNeverReachesTheSource(int finished) {
    on(new UpdateEvent.Offered(OFFER));
    finish(finished);
    failLast(new UpdateFailure(Cause.PRECHECK_FAILED, "no room"));
    finish(3);
    assertThat(told).doesNotContain(new News.Ready()).contains(new News.Aborted());
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"BLOCK_MISMATCH", "FAMILY_MISMATCH", "VERSION_MISMATCH"})
  void anImageThatIsToBlameIsQuarantined(Cause cause) {
    receiveUpToWriting();
    on(new UpdateEvent.IngestFailed(new UpdateFailure(cause, "")));
    finish(4);
    assertThat(state.facts().inventory().quarantined()).containsExactly("17.9.4.27");
    assertThat(started)
        .endsWith(
            Job.DISCARD_INGEST,
            new KeepQuarantine(new Quarantine(List.of(entry(cause, 1)))),
            new Script(ScriptVerb.ABORT),
            Job.JOURNAL_ABORTED);
    assertThat(said.get(said.size() - 1))
        .isEqualTo(new Report.UpdateFailed(new UpdateFailure(cause, ""), "part1 is not bootable"));
  }

  private static Quarantine.Entry entry(Cause cause, int failures) {
    return new Quarantine.Entry(
        "17.9.4.27",
        MANIFEST.manifestSha256(),
        "",
        70_512_640,
        cause.number(),
        failures,
        T0.plusMillis(1_000_000));
  }

  private void inQuarantine(Quarantine.Entry entry) {
    quarantine = new Quarantine(List.of(entry));
    boot(Optional.empty(), false);
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
  }

  @Test
  void theManifestThatFailedIsRefusedBeforeTheSlotIsTouchedAndAnotherIsNot() {
    inQuarantine(entry(Cause.BLOCK_MISMATCH, 1));
    on(new UpdateEvent.HeadVerified(MANIFEST));
    assertThat(told.get(told.size() - 1))
        .isInstanceOfSatisfying(
            News.Failed.class,
            failed -> assertThat(failed.failure().cause()).isEqualTo(Cause.OFFER_UNCHANGED));
    assertThat(started).doesNotContain(Job.MARK_INACTIVE_BAD);
    finish(3);
    assertThat(state.facts().quarantine()).as("as it was").isEqualTo(quarantine);

    inQuarantine(entry(Cause.BLOCK_MISMATCH, 1));
    on(
        new UpdateEvent.HeadVerified(
            new ManifestFacts("17.9.4.27", "ap1g8", 70_000_000, "cd".repeat(32), 7)));
    assertThat(state).isInstanceOf(UpdateState.Opening.class);
  }

  @Test
  void theSameManifestInAnotherFileMayGoOnUnlessItsTrialFailed() {
    for (Cause cause : List.of(Cause.IMAGE_TRUNCATED, Cause.TRIAL_FAILED)) {
      inQuarantine(entry(cause, 1));
      on(new UpdateEvent.Announced(8, "5a".repeat(16)));
      on(new UpdateEvent.HeadVerified(MANIFEST));
      assertThat(state instanceof UpdateState.Opening).isEqualTo(cause != Cause.TRIAL_FAILED);
    }
  }

  @Test
  void theVeryFileThatFailedIsRefusedAtItsAnnouncement() {
    String md5 = "5a".repeat(16);
    Quarantine.Entry failed =
        new Quarantine.Entry(
            "17.9.4.27", "", md5, 7, Cause.NOT_AN_IMAGE.number(), 1, T0.plusMillis(1_000_000));
    for (UpdateEvent.Announced other :
        List.of(
            new UpdateEvent.Announced(8, md5),
            new UpdateEvent.Announced(7, "5b".repeat(16)),
            new UpdateEvent.Announced(7, ""))) {
      inQuarantine(failed);
      on(other);
      assertThat(state).as("%s", other).isInstanceOf(UpdateState.ReceivingHead.class);
    }
    on(new UpdateEvent.Announced(7, md5));
    assertThat(told.get(told.size() - 1)).isInstanceOf(News.Failed.class);
  }

  @Test
  void whatWasAnnouncedOfAFailedFileIsRemembered() {
    on(new UpdateEvent.Offered(OFFER));
    finish(2);
    on(new UpdateEvent.Announced(7, "5a".repeat(16)));
    on(new UpdateEvent.IngestFailed(new UpdateFailure(Cause.NOT_AN_IMAGE, "")));
    finish(4);
    assertThat(state.facts().quarantine().of("17.9.4.27"))
        .hasValueSatisfying(
            entry -> {
              assertThat(entry.announcedBytes()).isEqualTo(7);
              assertThat(entry.announcedMd5()).isEqualTo("5a".repeat(16));
              assertThat(entry.manifestSha256()).isEmpty();
            });
  }

  @Test
  void quarantineEndsWithItsTimeOrWhenItIsCleared() {
    quarantine = new Quarantine(List.of(entry(Cause.BLOCK_MISMATCH, 1)));
    boot(Optional.empty(), false);
    assertThat(machine.nextDeadline(state)).contains(T0.plusMillis(1_000_000));
    now = T0.plusMillis(999_999);
    on(new UpdateEvent.DeadlineReached());
    assertThat(state.facts().inventory().quarantined()).hasSize(1);
    now = T0.plusMillis(1_000_000);
    on(new UpdateEvent.DeadlineReached());
    assertThat(state.facts().inventory().quarantined()).isEmpty();

    now = T0;
    boot(Optional.empty(), false);
    on(new UpdateEvent.QuarantineRead(Quarantine.NONE));
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }

  @Test
  void aReadBackThatDiffersNeverActivates() {
    receiveUpToWriting();
    on(new UpdateEvent.PayloadWritten());
    finish(1);
    failLast(new UpdateFailure(Cause.READ_BACK_MISMATCH, "block 3"));
    finish(3);
    on(new UpdateEvent.ActivateRequested("17.9.4.27"));
    assertThat(started).doesNotContain(Job.RECORD_VERIFIED, Job.VERIFY_AGAIN, Job.SET_BOOT_ORDER);
    assertThat(told.get(told.size() - 2))
        .isInstanceOfSatisfying(
            News.Failed.class, f -> assertThat(f.failure().cause()).isEqualTo(Cause.SLOT_UNUSABLE));
  }

  @Test
  void whatNoLongerVerifiesAtActivationIsMarkedBad() {
    verified();
    on(new UpdateEvent.ActivateRequested("17.9.4.27"));
    failLast(new UpdateFailure(Cause.PAYLOAD_MISMATCH, "block 9"));
    finish(3);
    assertThat(started)
        .endsWith(
            Job.VERIFY_AGAIN,
            Job.MARK_INACTIVE_BAD,
            new Script(ScriptVerb.ABORT),
            Job.JOURNAL_ABORTED)
        .doesNotContain(Job.SET_BOOT_ORDER);
    assertThat(state.facts().inventory().stored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFailedActivationPutsTheBootOrderBack(int finished) {
    verified();
    on(new UpdateEvent.ActivateRequested("17.9.4.27"));
    finish(finished);
    failLast(new UpdateFailure(Cause.BOOT_ENVIRONMENT_WRITE, "full"));
    finish(3);
    assertThat(started)
        .endsWith(Job.REVERT_BOOT_ORDER, new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
    assertThat(told).doesNotContain(new News.Activated());
  }

  @Test
  void aSourceThatLeavesDuringActivationChangesNothing() {
    verified();
    on(new UpdateEvent.ActivateRequested("17.9.4.27"));
    on(new UpdateEvent.AbortRequested(LOST));
    finish(4);
    assertThat(state).isInstanceOf(UpdateState.Activated.class);
  }

  @Test
  void aSecondOfferWhileOneIsUnderWayIsRefused() {
    receiveUpToWriting();
    UpdateState before = state;
    on(new UpdateEvent.Offered(OFFER));
    assertThat(state).isEqualTo(before);
    assertThat(told)
        .anySatisfy(
            news ->
                assertThat(news)
                    .isInstanceOfSatisfying(
                        News.Failed.class,
                        f -> assertThat(f.failure().cause()).isEqualTo(Cause.UPDATE_IN_PROGRESS)));
  }

  @Test
  void onTrialNothingIsOfferedOrActivatedOrWritten() {
    state = bootOnTarget();
    on(new UpdateEvent.Offered(OFFER));
    on(new UpdateEvent.ActivateRequested("8.10.130.0"));
    assertThat(started).isEmpty();
    assertThat(told)
        .filteredOn(News.Failed.class::isInstance)
        .allSatisfy(
            news -> assertThat(((News.Failed) news).failure().cause()).isEqualTo(Cause.ON_TRIAL))
        .hasSize(2);
  }

  @Test
  void theTrialPassesWhenAPeerProvedItselfAndIsWrittenDownInOrder() {
    state = bootOnTarget();
    on(new UpdateEvent.PeerProved());
    finish(4);
    assertThat(started)
        .containsExactly(
            Job.MARK_BOOTED_GOOD,
            new Script(ScriptVerb.COMMIT),
            Job.RAISE_SECURITY_VERSION,
            Job.JOURNAL_COMMITTED);
    assertThat(said).contains(new Report.TrialPassed("part2", "17.3.3.26"));
    assertThat(state.facts().inventory().onTrial()).isFalse();
  }

  @Test
  void aConfirmationThatCannotBeWrittenIsTriedAgainAtTheNextProof() {
    state = bootOnTarget();
    on(new UpdateEvent.PeerProved());
    failLast(new UpdateFailure(Cause.BOOT_ENVIRONMENT_WRITE, "read-only"));
    on(new UpdateEvent.PeerProved());
    finish(4);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void anUnreachablePeerExtendsTheTrialAndThenGoesBackWithoutQuarantine() {
    state = bootOnTarget();
    for (int i = 0; i < CONFIG.trialExtensionsMax(); i++) {
      now = machine.nextDeadline(state).orElseThrow();
      on(new UpdateEvent.DeadlineReached());
      assertThat(started).isEmpty();
    }
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    finish(3);
    assertThat(started)
        .containsExactly(
            Job.JOURNAL_ROLLED_BACK, new Script(ScriptVerb.ROLLBACK), Job.REVERT_BOOT_ORDER);
    assertThat(told).hasSize(1).first().isInstanceOf(News.RolledBack.class);
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }

  @Test
  void aDeadlineThatIsNotDueDoesNothing() {
    state = bootOnTarget();
    UpdateState before = state;
    now = machine.nextDeadline(state).orElseThrow().minusMillis(1);
    on(new UpdateEvent.DeadlineReached());
    assertThat(state).isEqualTo(before);
  }

  @Test
  void aFallBackOfTheBootLoaderIsNoticedAndQuarantined() {
    boot(
        Optional.of(new Unfinished(Unfinished.Phase.ACTIVATING, "part1", "17.9.4.27", "ab", true)),
        false);
    finish(4);
    assertThat(started)
        .containsExactly(
            new KeepQuarantine(state.facts().quarantine()),
            Job.JOURNAL_ROLLED_BACK,
            new Script(ScriptVerb.ROLLBACK),
            Job.REVERT_BOOT_ORDER);
    assertThat(state.facts().inventory().quarantined()).containsExactly("17.9.4.27");
    assertThat(said)
        .first()
        .isInstanceOfSatisfying(
            Report.FellBack.class, back -> assertThat(back.part()).isEqualTo("part2"));
    assertThat(told).isEmpty();
  }

  @Test
  void anActivationCutBeforeTheBootOrderIsTakenBackAndNotQuarantined() {
    boot(
        Optional.of(new Unfinished(Unfinished.Phase.ACTIVATING, "part1", "17.9.4.27", "ab", false)),
        false);
    finish(3);
    assertThat(started)
        .containsExactly(Job.REVERT_BOOT_ORDER, new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
    assertThat(state.facts().inventory().quarantined()).isEmpty();
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void aDownloadCutByPowerIsCleanedUpAtStart() {
    boot(
        Optional.of(new Unfinished(Unfinished.Phase.RECEIVING, "part1", "17.9.4.27", "ab", false)),
        false);
    finish(2);
    assertThat(started).containsExactly(new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void anUnconfirmedImageIsOnTrialEvenWhenTheJournalWasLost() {
    boot(Optional.empty(), true);
    on(new UpdateEvent.PeerProved());
    finish(4);
    assertThat(started).contains(Job.MARK_BOOTED_GOOD);
  }

  @Test
  void cleaningUpGoesOnWhenOneOfItsTasksFails() {
    receiveUpToWriting();
    on(new UpdateEvent.AbortRequested(LOST));
    finish(1);
    failLast(new UpdateFailure(Cause.SCRIPT_FAILED, "ABORT: exit 1"));
    finish(1);
    assertThat(started).endsWith(new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
    assertThat(told).endsWith(new News.Aborted());
    assertThat(said)
        .contains(
            new Report.UpdateFailed(
                new UpdateFailure(Cause.SCRIPT_FAILED, "ABORT: exit 1"), "cleaning up"));
  }

  @Test
  void aTaskThatNobodyAskedForChangesNothing() {
    receiveUpToWriting();
    UpdateState before = state;
    on(new UpdateEvent.TaskFinished(Job.SET_BOOT_ORDER, ""));
    on(new UpdateEvent.TaskFailed(Job.READ_BACK, LOST));
    assertThat(state).isEqualTo(before);
  }

  @Test
  void anAbortWithNothingUnderWayIsAnsweredAtOnce() {
    on(new UpdateEvent.AbortRequested(LOST));
    assertThat(told).containsExactly(new News.Aborted());
  }

  @Test
  void failureNumbersAreUnique() {
    assertThat(Cause.values()).extracting(Cause::number).doesNotHaveDuplicates();
  }

  private UpdateState bootOnTarget() {
    UpdateState onTrial =
        boot(
            Optional.of(
                new Unfinished(Unfinished.Phase.ACTIVATING, "part2", "17.3.3.26", "ab", true)),
            true);
    assertThat(said).containsExactly(new Report.TrialStarted("part2", "17.3.3.26", 60_000));
    return onTrial;
  }
}
