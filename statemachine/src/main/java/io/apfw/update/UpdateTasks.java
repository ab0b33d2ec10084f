package io.apfw.update;

import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.Say;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateState.Aborting;
import io.apfw.update.UpdateState.Activated;
import io.apfw.update.UpdateState.Activating;
import io.apfw.update.UpdateState.Committing;
import io.apfw.update.UpdateState.Downloading;
import io.apfw.update.UpdateState.Finishing;
import io.apfw.update.UpdateState.Idle;
import io.apfw.update.UpdateState.Opening;
import io.apfw.update.UpdateState.Plan;
import io.apfw.update.UpdateState.Preparing;
import io.apfw.update.UpdateState.ReceivingHead;
import io.apfw.update.UpdateState.RollingBack;
import io.apfw.update.UpdateState.Working;
import io.apfw.update.UpdateState.Writing;
import io.apfw.update.UpdateTask.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What follows from a task that ended: the next of its plan, or the state behind the plan. */
final class UpdateTasks {
  /**
   * How often the boot order is tried to be put back once more, {@link UpdateTrial#RETRY_MILLIS}
   * apart.
   */
  private static final int REVERT_RETRIES_MAX = 3;

  /** The slot does not hold the bytes of the image that was verified, or not all of them. */
  private static final Set<Cause> DISPROVED =
      EnumSet.of(
          Cause.READ_BACK_MISMATCH,
          Cause.BLOCK_MISMATCH,
          Cause.PAYLOAD_MISMATCH,
          Cause.SLOT_TOO_SHORT,
          Cause.IMAGE_LARGER_THAN_SLOT);

  private final UpdateConfig config;
  private final Instant now;

  UpdateTasks(UpdateConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  Step<UpdateState, UpdateAction> finished(UpdateState state, UpdateTask task, String note) {
    if (!(state instanceof Working working) || !working.plan().current().equals(task)) {
      return Step.to(state);
    }
    List<UpdateAction> actions = new ArrayList<>();
    Working noted = note(working, task, note, actions);
    Optional<Plan> rest = noted.plan().rest();
    if (rest.isEmpty()) {
      return new Step<>(ended(noted, actions), actions);
    }
    Working next = noted.withPlan(rest.get());
    actions.add(UpdatePlans.start(next));
    return new Step<>(next, actions);
  }

  /** What a finished task changes at once: the versions, and what the operator is told. */
  private Working note(Working state, UpdateTask task, String note, List<UpdateAction> actions) {
    BootFacts facts = state.facts();
    if (task == Job.MARK_INACTIVE_BAD) {
      return UpdatePlans.inventory(state, facts.inventory().withoutStored(), actions);
    }
    if (state instanceof Finishing finishing) {
      String version = finishing.manifest().version();
      if (task == Job.READ_BACK) {
        actions.add(new Say(new Report.ImageVerified(facts.inactivePart(), version, note)));
      } else if (task == Job.RECORD_VERIFIED) {
        return UpdatePlans.inventory(state, facts.inventory().withStored(version), actions);
      }
    } else if (state instanceof Activating activating && task == Job.SET_BOOT_ORDER) {
      actions.add(
          new Say(
              new Report.SlotActivated(
                  facts.inactivePart(), activating.version(), config.bootTries())));
    }
    return state;
  }

  /** The last task of a plan is done. */
  private static UpdateState ended(Working state, List<UpdateAction> actions) {
    BootFacts facts = state.facts();
    if (state instanceof Preparing preparing) {
      Offer offer = preparing.offer();
      actions.add(new Tell(offer.source(), new News.Ready()));
      if (offer.location().isPresent()) {
        actions.add(new UpdateAction.Fetch(offer));
      }
      return new ReceivingHead(facts, offer);
    } else if (state instanceof Opening opening) {
      return new Writing(facts, opening.offer(), opening.manifest());
    } else if (state instanceof Finishing finishing) {
      actions.add(new Tell(finishing.offer().source(), new News.Verified()));
      return new Idle(facts);
    } else if (state instanceof Activating activating) {
      actions.add(new Tell(activating.by(), new News.Activated()));
      return new Activated(facts);
    } else if (state instanceof Committing committing) {
      Inventory confirmed = facts.inventory().confirmed();
      actions.add(new Say(new Report.TrialPassed(facts.activePart(), confirmed.running())));
      if (committing.asked()) {
        actions.add(new Tell(Offer.Source.OPERATOR, new News.Confirmed()));
      }
      return new Idle(UpdatePlans.inventory(state, confirmed, actions).facts());
    } else if (state instanceof RollingBack back && back.reboot()) {
      if (back.asked()) {
        actions.add(new Tell(Offer.Source.OPERATOR, new News.RolledBack()));
      }
      actions.add(new UpdateAction.Restart(back.failure().line()));
      return new Activated(facts);
    } else if (state instanceof Aborting aborting) {
      actions.add(
          new Say(
              new Report.UpdateFailed(
                  aborting.failure(), UpdatePlans.inactiveState(facts, aborting.touched()))));
      aborting.hearers().forEach(by -> actions.add(new Tell(by, new News.Aborted())));
    }
    return new Idle(facts);
  }

  Step<UpdateState, UpdateAction> failed(
      UpdateState state, UpdateTask task, UpdateFailure failure) {
    if (!(state instanceof Working working) || !working.plan().current().equals(task)) {
      return Step.to(state);
    }
    if (state instanceof Downloading downloading) {
      return UpdatePlans.abortDownload(
          downloading, failure, List.of(), now.plusMillis(config.quarantineMillis()));
    } else if (state instanceof Activating activating) {
      return task == Job.VERIFY_AGAIN
          ? notVerifiedAgain(activating, failure)
          : endActivation(
              activating,
              activating.facts(),
              failure,
              false,
              UpdatePlans.with(Job.REVERT_BOOT_ORDER, UpdatePlans.ABORT));
    } else if (state instanceof Committing committing) {
      // Never back from here: the boot loader may have been told that the slot is good, and a
      // journal that says ROLLED_BACK of what runs would be wrong for ever.
      Working waiting = waiting(committing);
      return new Step<>(waiting, sayFailure(failure, waiting.plan().failures()));
    } else if (task == Job.REVERT_BOOT_ORDER && working.plan().failures() < REVERT_RETRIES_MAX) {
      return new Step<>(
          waiting(working),
          List.of(new Say(new Report.UpdateFailed(failure, "boot order, tried again"))));
    } else if (task == Job.REVERT_BOOT_ORDER
        && state instanceof RollingBack back
        && back.reboot()
        && back.asked()) {
      return notBack(back.facts(), failure);
    }
    // Cleaning up goes on: each of its tasks stands alone, and none makes a slot bootable.
    Step<UpdateState, UpdateAction> next = finished(state, task, "");
    List<UpdateAction> actions = new ArrayList<>();
    actions.add(new Say(new Report.UpdateFailed(failure, "cleaning up")));
    actions.addAll(next.actions());
    return new Step<>(next.state(), actions);
  }

  private Working waiting(Working state) {
    return state.withPlan(state.plan().waitingUntil(now.plusMillis(UpdateTrial.RETRY_MILLIS)));
  }

  /** What was ordered has not come about: a reboot would lead to the same image. */
  private static Step<UpdateState, UpdateAction> notBack(BootFacts facts, UpdateFailure failure) {
    return new Step<>(
        new Idle(facts),
        List.of(
            new Say(new Report.UpdateFailed(failure, facts.activePart() + " still boots first")),
            new Tell(Offer.Source.OPERATOR, new News.Failed(failure)),
            new Tell(Offer.Source.OPERATOR, new News.Aborted())));
  }

  /**
   * Only bytes that are not the image's make the slot bad: what is refused for its age or the
   * clock, or cannot be read just now, may be all that the boot loader can go back to.
   */
  private static Step<UpdateState, UpdateAction> notVerifiedAgain(
      Activating activating, UpdateFailure failure) {
    BootFacts facts = activating.facts();
    if (DISPROVED.contains(failure.cause())) {
      return endActivation(
          activating,
          facts,
          failure,
          true,
          UpdatePlans.with(Job.MARK_INACTIVE_BAD, UpdatePlans.ABORT));
    }
    // A controller or cloud names the version again and again: it is to be fetched anew, and what
    // refuses it does so at its head. An operator may see to the cause and ask again.
    boolean asksAgain = activating.by() != Offer.Source.OPERATOR;
    return endActivation(
        activating,
        asksAgain ? facts.withInventory(facts.inventory().withoutStored()) : facts,
        failure,
        false,
        UpdatePlans.ABORT);
  }

  private static Step<UpdateState, UpdateAction> endActivation(
      Activating activating,
      BootFacts facts,
      UpdateFailure failure,
      boolean bad,
      List<UpdateTask> tasks) {
    return UpdatePlans.abort(
        facts, List.of(activating.by()), Optional.empty(), failure, bad, tasks);
  }

  /**
   * The 1st, 2nd, 4th, 8th ...: where the disk is full, a line each time would fill it for ever.
   */
  private static List<UpdateAction> sayFailure(UpdateFailure failure, int failures) {
    return Integer.bitCount(failures) == 1
        ? List.of(
            new Say(
                new Report.UpdateFailed(
                    failure,
                    failures == 1
                        ? "being committed, tried again"
                        : "being committed, tried again; the %d. failure".formatted(failures))))
        : List.of();
  }
}
