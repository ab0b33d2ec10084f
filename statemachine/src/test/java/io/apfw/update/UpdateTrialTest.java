package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.KeepQuarantine;
import io.apfw.update.UpdateTask.Script;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A new image on trial, and what a start finds unfinished. */
class UpdateTrialTest extends UpdateBench {
  @Test
  void onTrialNothingIsOfferedOrActivatedOrWritten() {
    state = bootOnTarget();
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
    assertThat(told).isEmpty();
    assertThat(restarts).hasSize(1);
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
}
