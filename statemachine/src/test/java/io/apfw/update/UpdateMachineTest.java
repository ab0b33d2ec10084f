package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateMachineTest extends UpdateBench {
  @Test
  void runsEveryTaskOfAnUpgradeInOrderAndOneAtATime() {
    verified();
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "17.9.4.27"));
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
            keptQuarantine(),
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
    on(new UpdateEvent.AbortRequested(Offer.Source.CONTROLLER, LOST));
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

  @Test
  void aReadBackThatDiffersNeverActivates() {
    receiveUpToWriting();
    on(new UpdateEvent.PayloadWritten(70, 0, 0));
    finish(1);
    failLast(new UpdateFailure(Cause.READ_BACK_MISMATCH, "block 3"));
    finish(3);
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "17.9.4.27"));
    assertThat(started).doesNotContain(Job.RECORD_VERIFIED, Job.VERIFY_AGAIN, Job.SET_BOOT_ORDER);
    assertThat(told.get(told.size() - 2))
        .isInstanceOfSatisfying(
            News.Failed.class, f -> assertThat(f.failure().cause()).isEqualTo(Cause.SLOT_UNUSABLE));
  }

  @Test
  void whatNoLongerVerifiesAtActivationIsMarkedBad() {
    verified();
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "17.9.4.27"));
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
  @EnumSource(
      value = Cause.class,
      names = {
        "READ_BACK_MISMATCH",
        "BLOCK_MISMATCH",
        "PAYLOAD_MISMATCH",
        "SLOT_TOO_SHORT",
        "IMAGE_LARGER_THAN_SLOT"
      })
  void bytesThatAreNotTheImagesMakeTheSlotBad(Cause cause) {
    on(new UpdateEvent.ActivateRequested(Offer.Source.OPERATOR, "8.10.130.0"));
    failLast(new UpdateFailure(cause, "block 9"));
    finish(3);
    assertThat(started).contains(Job.MARK_INACTIVE_BAD);
    assertThat(state.facts().inventory().stored()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {
        "SIGNER_EXPIRED",
        "SIGNER_NOT_YET_VALID",
        "SIGNER_REVOKED",
        "REVOCATION_UNKNOWN",
        "SECURITY_VERSION_ROLLBACK",
        "VERSION_DOWNGRADE",
        "JOURNAL_WRITE",
        "SLOT_IO_ERROR",
        "SLOT_UNUSABLE"
      })
  void whatIsOnlyRefusedAtActivationLeavesTheSlotAsItWas(Cause cause) {
    UpdateFailure refused = new UpdateFailure(cause, "not now");
    on(new UpdateEvent.ActivateRequested(Offer.Source.OPERATOR, "8.10.130.0"));
    failLast(refused);
    finish(2);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
    assertThat(started)
        .containsExactly(Job.VERIFY_AGAIN, new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
    assertThat(said).endsWith(new Report.UpdateFailed(refused, "part1 is as it was"));
    assertThat(told).containsExactly(new News.Failed(refused), new News.Aborted());
    assertThat(state.facts().inventory().stored()).as("asked again").contains("8.10.130.0");
  }

  @ParameterizedTest
  @EnumSource(
      value = Offer.Source.class,
      names = {"CONTROLLER", "CLOUD"})
  void whatIsRefusedAtActivationIsFetchedAnewForOneThatNamesItAgain(Offer.Source by) {
    on(new UpdateEvent.ActivateRequested(by, "8.10.130.0"));
    failLast(new UpdateFailure(Cause.SECURITY_VERSION_ROLLBACK, "1, the floor is 2"));
    finish(2);
    assertThat(started).doesNotContain(Job.MARK_INACTIVE_BAD);
    assertThat(state.facts().inventory().stored()).isEmpty();
    assertThat(inventories).last().isEqualTo(state.facts().inventory());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFailedActivationPutsTheBootOrderBack(int finished) {
    verified();
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "17.9.4.27"));
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
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "17.9.4.27"));
    on(new UpdateEvent.AbortRequested(Offer.Source.CONTROLLER, LOST));
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
  void cleaningUpGoesOnWhenOneOfItsTasksFails() {
    receiveUpToWriting();
    on(new UpdateEvent.AbortRequested(Offer.Source.CONTROLLER, LOST));
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
    on(new UpdateEvent.AbortRequested(Offer.Source.CONTROLLER, LOST));
    assertThat(told).containsExactly(new News.Aborted());
  }

  @Test
  void failureNumbersAreUnique() {
    assertThat(Cause.values()).extracting(Cause::number).doesNotHaveDuplicates();
  }
}
