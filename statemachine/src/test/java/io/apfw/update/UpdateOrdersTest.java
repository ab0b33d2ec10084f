package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateEvent.ActivateRequested;
import io.apfw.update.UpdateEvent.ConfirmRequested;
import io.apfw.update.UpdateEvent.RollBackRequested;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.Script;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator asks for, in every state. */
class UpdateOrdersTest extends UpdateBench {
  private static final UpdateFailure CALLED_OFF =
      new UpdateFailure(Cause.STOPPED, "an operator called it off");
  private static final UpdateFailure UNWRITABLE =
      new UpdateFailure(Cause.BOOT_ENVIRONMENT_WRITE, "read-only");
  private static final UpdateEvent ACTIVATE = new ActivateRequested(Source.OPERATOR, "");
  private static final UpdateEvent ABORT =
      new UpdateEvent.AbortRequested(Source.OPERATOR, CALLED_OFF);

  /** Brings the machine into a state. */
  enum Standing {
    IDLE,
    PREPARING,
    RECEIVING_HEAD,
    OPENING,
    WRITING,
    FINISHING,
    ACTIVATING,
    ACTIVATED,
    ABORTING,
    ON_TRIAL,
    COMMITTING,
    ROLLING_BACK,
    NOT_BACK,
    BACK_AND_WAITING_FOR_THE_REBOOT
  }

  @ParameterizedTest
  @CsvSource({
    // state, activate, confirm, roll back, abort: what is heard, or begun and heard later
    "IDLE,           begun, Confirmed, begun, Aborted",
    "PREPARING,      E312,  Confirmed, E312,  E311",
    "RECEIVING_HEAD, E312,  Confirmed, E312,  E311",
    "OPENING,        E312,  Confirmed, E312,  E311",
    "WRITING,        E312,  Confirmed, E312,  E311",
    "FINISHING,      E312,  Confirmed, E312,  E311",
    "ACTIVATING,     E312,  Confirmed, E312,  refused E312",
    "ACTIVATED,      E312,  Confirmed, E312,  refused E312",
    "ABORTING,       E312,  Confirmed, E312,  E205",
    "ON_TRIAL,       E309,  begun,     begun, refused E309",
    "COMMITTING,     E309,  begun,     E312,  refused E309",
    "ROLLING_BACK,   E309,  E312,      E312,  refused E309",
    "NOT_BACK,       E309,  E312,      begun, Aborted",
    "BACK_AND_WAITING_FOR_THE_REBOOT, E309,  E312,      E312,  refused E309"
  })
  void everyOrderInEveryState(
      Standing standing, String activate, String confirm, String rollBack, String abort) {
    assertThat(heard(standing, ACTIVATE)).as("activate").isEqualTo(activate);
    assertThat(heard(standing, new ConfirmRequested())).as("confirm").isEqualTo(confirm);
    assertThat(heard(standing, new RollBackRequested())).as("roll back").isEqualTo(rollBack);
    assertThat(heard(standing, ABORT)).as("abort").isEqualTo(abort);
  }

  /** The first news that the operator hears; a refusal must leave everything as it was. */
  private String heard(Standing standing, UpdateEvent order) {
    stand(standing);
    UpdateState before = state;
    int tasks = started.size();
    others.clear();
    on(order);
    List<News> news = toOperator();
    if (news.isEmpty()) {
      assertThat(state).isNotEqualTo(before);
      return "begun";
    }
    if (news.get(0) instanceof News.Failed failed) {
      Cause cause = failed.failure().cause();
      if (cause == Cause.UPDATE_IN_PROGRESS || cause == Cause.ON_TRIAL) {
        assertThat(state).isEqualTo(before);
        assertThat(started).hasSize(tasks);
        assertThat(news).last().isEqualTo(new News.Aborted());
        assertThat(failed.failure().detail()).isNotEmpty();
      }
      return "E" + cause.number();
    }
    assertThat(state).isEqualTo(before);
    if (news.get(0) instanceof News.AbortRefused refused) {
      assertThat(started).hasSize(tasks);
      assertThat(news).as("nothing that ends an install").hasSize(1);
      assertThat(refused.why().detail()).isNotEmpty();
      return "refused E" + refused.why().cause().number();
    }
    return news.get(0).getClass().getSimpleName();
  }

  private List<News> toOperator() {
    return others.stream()
        .filter(action -> action instanceof Tell tell && tell.to() == Source.OPERATOR)
        .map(action -> ((Tell) action).news())
        .toList();
  }

  private void stand(Standing standing) {
    boot(Optional.empty(), false);
    switch (standing) {
      case IDLE -> {}
      case PREPARING -> on(new UpdateEvent.Offered(OFFER));
      case RECEIVING_HEAD -> {
        on(new UpdateEvent.Offered(OFFER));
        finish(2);
      }
      case OPENING -> {
        stand(Standing.RECEIVING_HEAD);
        on(new UpdateEvent.HeadVerified(MANIFEST));
      }
      case WRITING -> receiveUpToWriting();
      case FINISHING -> {
        receiveUpToWriting();
        on(new UpdateEvent.PayloadWritten(70, 0, 0));
      }
      case ACTIVATING -> on(new ActivateRequested(Source.CONTROLLER, "8.10.130.0"));
      case ACTIVATED -> {
        stand(Standing.ACTIVATING);
        finish(4);
      }
      case ABORTING -> {
        receiveUpToWriting();
        on(new UpdateEvent.IngestFailed(LOST));
      }
      case ON_TRIAL -> {
        bootOnTarget();
        finish(1);
      }
      case COMMITTING -> {
        bootOnTarget();
        finish(2);
        on(new UpdateEvent.PeerProved());
      }
      case ROLLING_BACK -> {
        stand(Standing.ON_TRIAL);
        failLast(new UpdateFailure(Cause.TRIAL_FAILED, "10-radio says 1"));
      }
      case NOT_BACK -> {
        stand(Standing.ON_TRIAL);
        on(new RollBackRequested());
        finish(4);
        neverReverted();
      }
      case BACK_AND_WAITING_FOR_THE_REBOOT -> {
        stand(Standing.ROLLING_BACK);
        finish(4);
      }
    }
  }

  /** The image that a way back is about to write down stays in it. */
  @ParameterizedTest
  @EnumSource
  void aClearedQuarantineIsTakenOverInEveryState(Standing standing) {
    quarantine =
        Quarantine.NONE.with(
            new Quarantine.Entry(
                "17.0.0.1", "", "", 0, Cause.NOT_AN_IMAGE.number(), 1, T0.plusMillis(1_000_000)));
    stand(standing);
    assertThat(state.facts().inventory().quarantined()).contains("17.0.0.1");
    Class<?> before = state.getClass();
    int tasks = started.size();
    on(new UpdateEvent.QuarantineRead(Quarantine.NONE));
    assertThat(state).isInstanceOf(before);
    assertThat(started).hasSize(tasks);
    assertThat(state.facts().inventory().quarantined())
        .isEqualTo(standing == Standing.ROLLING_BACK ? Set.of("17.3.3.26") : Set.of());
    assertThat(inventories).last().isEqualTo(state.facts().inventory());
  }

  @Test
  void whatIsStoredIsActivatedWhicheverItIs() {
    on(ACTIVATE);
    finish(4);
    assertThat(started)
        .containsExactly(
            Job.VERIFY_AGAIN,
            Job.JOURNAL_ACTIVATING,
            new Script(ScriptVerb.ACTIVATE),
            Job.SET_BOOT_ORDER);
    assertThat(toOperator()).containsExactly(new News.Activated());
  }

  @Test
  void nothingUnverifiedIsActivatedOrGoneBackTo() {
    receiveUpToWriting();
    on(ABORT);
    finish(3);
    assertThat(state).isInstanceOf(UpdateState.Idle.class);
    started.clear();
    for (UpdateEvent order : List.of(ACTIVATE, new RollBackRequested())) {
      others.clear();
      on(order);
      assertThat(toOperator()).hasSize(2).last().isEqualTo(new News.Aborted());
      UpdateFailure why = ((News.Failed) toOperator().get(0)).failure();
      assertThat(why.cause()).isEqualTo(Cause.SLOT_UNUSABLE);
      assertThat(why.detail()).contains("part1 holds no verified image");
    }
    assertThat(started).isEmpty();
  }

  /** The order has been begun, and the bytes on the slot are not what was verified any more. */
  @Test
  void anImageThatChangedOnItsSlotIsNotGoneBackTo() {
    on(new RollBackRequested());
    failLast(new UpdateFailure(Cause.BLOCK_MISMATCH, "block 7"));
    finish(3);
    assertThat(started).contains(Job.MARK_INACTIVE_BAD).doesNotContain(Job.SET_BOOT_ORDER);
    assertThat(toOperator()).last().isEqualTo(new News.Aborted());
    assertThat(restarts).isEmpty();
  }

  @Test
  void anAbortEndsAnybodysDownloadAndBothHearOfItAtTheEnd() {
    receiveUpToWriting();
    others.clear();
    on(ABORT);
    assertThat(others)
        .containsExactly(
            new Tell(Source.CONTROLLER, new News.Failed(CALLED_OFF)),
            new Tell(Source.OPERATOR, new News.Failed(CALLED_OFF)));
    finish(3);
    assertThat(others)
        .endsWith(
            new Tell(Source.CONTROLLER, new News.Aborted()),
            new Tell(Source.OPERATOR, new News.Aborted()));
    assertThat(state.facts().inventory().quarantined()).isEmpty();
    assertThat(state.facts().inventory().stored()).isEmpty();
  }

  @Test
  void anOperatorsWordStandsForThePeerAndWaitsForTheHealth() {
    bootOnTarget();
    on(new ConfirmRequested());
    finish(1);
    assertThat(started).doesNotContain(Job.MARK_BOOTED_GOOD);
    finish(5);
    assertThat(toOperator()).containsExactly(new News.Confirmed());
    assertThat(state.facts().inventory().onTrial()).isFalse();
  }

  @Test
  void anOperatorsWordDoesNotKeepAnUnfitImage() {
    stand(Standing.ON_TRIAL);
    on(new ConfirmRequested());
    UpdateFailure unfit = new UpdateFailure(Cause.TRIAL_FAILED, "10-radio says 1");
    failLast(unfit);
    finish(4);
    assertThat(toOperator()).containsExactly(new News.Failed(unfit), new News.Aborted());
    assertThat(restarts).hasSize(1);
  }

  @Test
  void goingBackFromATrialWaitsForTheCheckUnderWayAndQuarantinesTheImage() {
    stand(Standing.ON_TRIAL);
    on(new RollBackRequested());
    assertThat(started).hasSize(2);
    finish(5);
    assertThat(started)
        .containsExactly(
            Job.COUNT_TRIAL_BOOT,
            new Script(ScriptVerb.HEALTH),
            keptQuarantine(),
            Job.JOURNAL_ROLLED_BACK,
            new Script(ScriptVerb.ROLLBACK),
            Job.REVERT_BOOT_ORDER);
    assertThat(toOperator()).containsExactly(new News.RolledBack());
    assertThat(restarts).hasSize(1);
    assertThat(state.facts().inventory().quarantined()).containsExactly("17.3.3.26");
  }

  @Test
  void nothingLeadsBackToASlotThatIsNotGood() {
    wayBack = false;
    boot(
        Optional.of(
            new Unfinished(Unfinished.Phase.ACTIVATING, "part2", "17.3.3.26", "ab", true, 1, 1)),
        true);
    UpdateState before = state;
    on(new RollBackRequested());
    assertThat(state).isEqualTo(before);
    assertThat(((News.Failed) toOperator().get(0)).failure().detail())
        .isEqualTo("part1 is not good: there is nothing to go back to");
  }

  /** From the first try of REVERT_BOOT_ORDER to the last; three follow it. */
  private void neverReverted() {
    for (int i = 0; i < 3; i++) {
      failLast(UNWRITABLE);
      now = machine.nextDeadline(state).orElseThrow();
      on(new UpdateEvent.DeadlineReached());
    }
    failLast(UNWRITABLE);
  }

  @Test
  void aWayBackWhoseBootOrderCannotBePutBackIsToldAndEndsWithoutAReboot() {
    stand(Standing.NOT_BACK);
    assertThat(started).filteredOn(Job.REVERT_BOOT_ORDER::equals).hasSize(4);
    assertThat(toOperator()).containsExactly(new News.Failed(UNWRITABLE), new News.Aborted());
    assertThat(restarts).isEmpty();
    assertThat(said).endsWith(new Report.UpdateFailed(UNWRITABLE, "part2 still boots first"));

    others.clear();
    on(new RollBackRequested());
    finish(3);
    assertThat(toOperator()).containsExactly(new News.RolledBack());
    assertThat(restarts).hasSize(1);
  }

  @Test
  void aBootOrderThatIsPutBackAtTheSecondTryIsAWayBack() {
    stand(Standing.ON_TRIAL);
    on(new RollBackRequested());
    finish(4);
    failLast(UNWRITABLE);
    assertThat(restarts).isEmpty();
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    finish(1);
    assertThat(toOperator()).containsExactly(new News.RolledBack());
    assertThat(restarts).hasSize(1);
  }

  /** The boot loader's tries lead back without the boot order, and only by boots. */
  @Test
  void anUnfitImageRebootsThoughTheBootOrderCannotBePutBack() {
    stand(Standing.ROLLING_BACK);
    finish(3);
    neverReverted();
    assertThat(restarts).hasSize(1);
    assertThat(toOperator()).isEmpty();
  }

  @Test
  void anActivationThatFailsTriesToPutTheBootOrderBack() {
    on(ACTIVATE);
    finish(3);
    failLast(UNWRITABLE);
    failLast(UNWRITABLE);
    assertThat(toOperator()).as("until it is cleaned up").hasSize(1);
    now = machine.nextDeadline(state).orElseThrow();
    on(new UpdateEvent.DeadlineReached());
    finish(3);
    assertThat(started).filteredOn(Job.REVERT_BOOT_ORDER::equals).hasSize(2);
    assertThat(toOperator()).containsExactly(new News.Failed(UNWRITABLE), new News.Aborted());
  }
}
