package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new image on trial, and what a start finds unfinished. */
class UpdateTrialTest extends UpdateBench {
  private static final UpdateFailure UNFIT =
      new UpdateFailure(Cause.TRIAL_FAILED, "HEALTH exit code 89: 10-radio says 1");
  private static final UpdateFailure CANNOT_TELL =
      new UpdateFailure(Cause.SCRIPT_FAILED, "HEALTH exit code 75: 10-radio says 75");
  private static final Script HEALTH = new Script(ScriptVerb.HEALTH);

  @Test
  void onTrialNothingIsOfferedOrActivatedOrWritten() {
    bootHealthy();
    on(new UpdateEvent.Offered(OFFER));
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "8.10.130.0"));
    assertThat(started).isEmpty();
    assertThat(told)
        .filteredOn(News.Failed.class::isInstance)
        .allSatisfy(
            news -> assertThat(((News.Failed) news).failure().cause()).isEqualTo(Cause.ON_TRIAL))
        .hasSize(2);
  }

  @Test
  void theBootIsCountedBeforeAnythingElseAndSaid() {
    bootOnTarget();
    assertThat(started).containsExactly(Job.COUNT_TRIAL_BOOT);
    on(new UpdateEvent.TaskFinished(Job.COUNT_TRIAL_BOOT, "boot 2, 1 try left"));
    assertThat(said).contains(new Report.TrialBoot("part2", "boot 2, 1 try left"));
    assertThat(started).containsExactly(Job.COUNT_TRIAL_BOOT, HEALTH);
  }

  @Test
  void aBootThatCannotBeCountedGoesOn() {
    bootOnTarget();
    failLast(new UpdateFailure(Cause.JOURNAL_WRITE, "read-only"));
    finish(1);
    on(new UpdateEvent.PeerProved());
    finish(4);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void anAgentThatEndsTooOftenIsAVerdict() {
    bootOnTarget();
    failLast(new UpdateFailure(Cause.TRIAL_FAILED, "its agent has ended 10 times"));
    finish(4);
    assertThat(started)
        .containsExactly(
            Job.COUNT_TRIAL_BOOT,
            keptQuarantine(),
            Job.JOURNAL_ROLLED_BACK,
            new Script(ScriptVerb.ROLLBACK),
            Job.REVERT_BOOT_ORDER);
    assertThat(restarts).hasSize(1);
  }

  /** The boot loader calls it good already: an AP without its controller could not be mended. */
  @Test
  void aCommitThatFailsAtTheStartKeepsNobodyFromTheController() {
    boot(
        Optional.of(
            new Unfinished(Unfinished.Phase.ACTIVATING, "part2", "17.3.3.26", "ab", true, 1, 0)),
        false);
    assertThat(state).isInstanceOf(UpdateState.Committing.class);
    assertThat(state.settled()).isFalse();
    failLast(new UpdateFailure(Cause.JOURNAL_WRITE, "no space left"));
    assertThat(state).isInstanceOf(UpdateState.Committing.class);
    assertThat(state.settled()).isTrue();
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    finish(4);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void theTrialPassesWhenAPeerProvedItselfAndIsWrittenDownInOrder() {
    bootHealthy();
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
  void aPeerThatComesBeforeTheHealthWaitsForIt() {
    bootOnTarget();
    on(new UpdateEvent.PeerProved());
    finish(1);
    assertThat(started).containsExactly(Job.COUNT_TRIAL_BOOT, HEALTH);
    finish(5);
    assertThat(started).contains(Job.MARK_BOOTED_GOOD);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void anUnhealthyImageGoesBackAndIsQuarantinedEvenWhenThePeerWasReached() {
    bootOnTarget();
    on(new UpdateEvent.PeerProved());
    finish(1);
    started.clear();
    failLastOf(HEALTH, UNFIT);
    finish(4);
    assertThat(started)
        .containsExactly(
            keptQuarantine(),
            Job.JOURNAL_ROLLED_BACK,
            new Script(ScriptVerb.ROLLBACK),
            Job.REVERT_BOOT_ORDER);
    assertThat(state.facts().quarantine().of("17.3.3.26"))
        .hasValueSatisfying(entry -> assertThat(entry.causeNumber()).isEqualTo(310));
    assertThat(told).isEmpty();
    assertThat(restarts).hasSize(1);
  }

  @Test
  void aCheckThatCannotTellYetIsAskedAgainAndAtTheDeadlineIsAVerdict() {
    bootOnTarget();
    finish(1);
    on(new UpdateEvent.PeerProved());
    int asked = 1;
    while (!(state instanceof UpdateState.RollingBack)) {
      failLastOf(HEALTH, CANNOT_TELL);
      now = machine.nextDeadline(state).orElseThrow();
      on(new UpdateEvent.DeadlineReached());
      asked++;
      assertThat(asked).isLessThan(20);
    }
    assertThat(started).filteredOn(HEALTH::equals).hasSize(6);
    assertThat(state.facts().inventory().quarantined()).containsExactly("17.3.3.26");
    assertThat(((UpdateState.RollingBack) state).failure().line())
        .startsWith("E310 TRIAL_FAILED")
        .contains("10-radio says 75");
  }

  @Test
  void aCheckThatHangsUntilTheDeadlineIsWaitedForAndNotStartedTwice() {
    bootOnTarget();
    finish(1);
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    assertThat(state).isInstanceOf(UpdateState.RollingBack.class);
    assertThat(started).containsExactly(Job.COUNT_TRIAL_BOOT, HEALTH);
    on(new UpdateEvent.TaskFinished(HEALTH, ""));
    finish(4);
    assertThat(started).contains(Job.REVERT_BOOT_ORDER).doesNotContain(Job.MARK_BOOTED_GOOD);
    assertThat(told).isEmpty();
    assertThat(restarts).hasSize(1);
  }

  /** The slot may be good already: whatever fails, the journal never says ROLLED_BACK of it. */
  @Test
  void aCommitThatFailsIsTriedAgainUntilItPassesThoughNoPeerFollows() {
    bootHealthy();
    on(new UpdateEvent.PeerProved());
    failLast(new UpdateFailure(Cause.JOURNAL_WRITE, "read-only"));
    for (int i = 0; i < 2 * CONFIG.trialExtensionsMax() + 2; i++) {
      assertThat(started).filteredOn(Job.MARK_BOOTED_GOOD::equals).hasSize(i + 1);
      now = machine.nextDeadline(state).orElseThrow().plusMillis(CONFIG.trialMillis());
      on(new UpdateEvent.DeadlineReached());
      failLast(new UpdateFailure(Cause.JOURNAL_WRITE, "read-only"));
    }
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    finish(2);
    failLast(new UpdateFailure(Cause.JOURNAL_WRITE, "full"));
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    finish(2);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
    assertThat(started).doesNotContain(Job.JOURNAL_ROLLED_BACK, Job.REVERT_BOOT_ORDER);
    assertThat(told).isEmpty();
  }

  @Test
  void aDiskThatStaysFullIsSaidEverMoreSeldom() {
    bootHealthy();
    on(new UpdateEvent.PeerProved());
    said.clear();
    int failures = 360;
    for (int i = 0; i < failures; i++) {
      failLast(new UpdateFailure(Cause.JOURNAL_WRITE, "full"));
      now = machine.nextDeadline(state).orElseThrow();
      on(new UpdateEvent.DeadlineReached());
    }
    assertThat(started).filteredOn(Job.MARK_BOOTED_GOOD::equals).hasSize(failures + 1);
    assertThat(said).hasSize(9);
    assertThat(said.get(8).toString()).contains("the 256. failure");
  }

  @Test
  void anUnreachablePeerExtendsTheTrialAndThenGoesBackWithoutQuarantine() {
    bootHealthy();
    reachNobody();
    finish(3);
    assertThat(started)
        .containsExactly(
            Job.JOURNAL_ROLLED_BACK, new Script(ScriptVerb.ROLLBACK), Job.REVERT_BOOT_ORDER);
    assertThat(told).isEmpty();
    assertThat(restarts).hasSize(1);
    assertThat(state.facts().inventory().quarantined()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "8, 128", "9, 168", "199, 168"})
  void anImageThatReachesNobodyAgainIsHeldOffForTwiceAsLongEachTime(int before, int hours) {
    machine =
        new UpdateMachine(
            new UpdateConfig(
                CONFIG.bootTries(),
                CONFIG.trialMillis(),
                CONFIG.trialExtensionsMax(),
                Duration.ofDays(7).toMillis()));
    bootOnTarget(before);
    finish(2);
    started.clear();
    reachNobody();
    Instant until = now.plus(Duration.ofHours(hours));
    finish(4);
    assertThat(started)
        .containsExactly(
            keptQuarantine(),
            Job.JOURNAL_ROLLED_BACK,
            new Script(ScriptVerb.ROLLBACK),
            Job.REVERT_BOOT_ORDER);
    assertThat(restarts).hasSize(1);
    assertThat(state.facts().quarantine().of("17.3.3.26"))
        .hasValue(new Quarantine.Entry("17.3.3.26", "ab", "", 0, 205, 1, until));
  }

  @Test
  void aDeadlineThatIsNotDueDoesNothing() {
    bootHealthy();
    UpdateState before = state;
    now = machine.nextDeadline(state).orElseThrow().minusMillis(1);
    on(new UpdateEvent.DeadlineReached());
    assertThat(state).isEqualTo(before);
  }

  @Test
  void aFallBackOfTheBootLoaderIsNoticedAndQuarantined() {
    boot(
        Optional.of(
            new Unfinished(Unfinished.Phase.ACTIVATING, "part1", "17.9.4.27", "ab", true, 2, 1)),
        false);
    finish(4);
    assertThat(started)
        .containsExactly(
            keptQuarantine(),
            Job.JOURNAL_ROLLED_BACK,
            new Script(ScriptVerb.ROLLBACK),
            Job.REVERT_BOOT_ORDER);
    assertThat(state.facts().inventory().quarantined()).containsExactly("17.9.4.27");
    assertThat(said)
        .first()
        .isInstanceOfSatisfying(
            Report.FellBack.class,
            back -> {
              assertThat(back.part()).isEqualTo("part2");
              assertThat(back.reason()).contains("whose agent ran in 2 of its boots");
            });
    assertThat(told).isEmpty();
  }

  @Test
  void anActivationCutBeforeTheBootOrderIsTakenBackAndNotQuarantined() {
    boot(
        Optional.of(
            new Unfinished(Unfinished.Phase.ACTIVATING, "part1", "17.9.4.27", "ab", false, 0, 1)),
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
        Optional.of(
            new Unfinished(Unfinished.Phase.RECEIVING, "part1", "17.9.4.27", "ab", false, 0, 1)),
        false);
    finish(2);
    assertThat(started).containsExactly(new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
  }

  @Test
  void anUnconfirmedImageIsOnTrialEvenWhenTheJournalWasLost() {
    boot(Optional.empty(), true);
    finish(2);
    on(new UpdateEvent.PeerProved());
    finish(4);
    assertThat(started).contains(Job.MARK_BOOTED_GOOD);
  }

  /** To the last deadline. */
  private void reachNobody() {
    for (int i = 0; i < CONFIG.trialExtensionsMax(); i++) {
      now = machine.nextDeadline(state).orElseThrow();
      on(new UpdateEvent.DeadlineReached());
      assertThat(started).isEmpty();
    }
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
  }

  private void bootHealthy() {
    bootOnTarget();
    finish(2);
    started.clear();
  }

  private void failLastOf(UpdateTask task, UpdateFailure failure) {
    on(new UpdateEvent.TaskFailed(task, failure));
  }
}
