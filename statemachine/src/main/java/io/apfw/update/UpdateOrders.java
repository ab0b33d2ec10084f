package io.apfw.update;

import io.apfw.machine.Step;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateState.Aborting;
import io.apfw.update.UpdateState.Activating;
import io.apfw.update.UpdateState.Committing;
import io.apfw.update.UpdateState.Downloading;
import io.apfw.update.UpdateState.Idle;
import io.apfw.update.UpdateState.OnTrial;
import io.apfw.update.UpdateState.Plan;
import io.apfw.update.UpdateState.Working;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What only an operator may ask of the update machine, and what it comes to. The operator hears
 * {@code Confirmed}, {@code Activated}, {@code RolledBack} or {@code Aborted}, after {@code Failed}
 * when it was refused or went wrong; of an abort that was refused {@code AbortRefused} alone.
 *
 * <pre>
 * state           confirm                    roll back                  abort
 * --------------  -------------------------  -------------------------  ----------------------
 * Idle            good already               the other image is         nothing to abort
 *                                              activated, with a trial
 * Idle, the way   refused                    back again                 nothing to abort
 *   back failed
 * a download      good already               refused                    ended, both hear of it
 * Aborting        good already               refused                    waited for
 * Activating      good already               refused                    refused
 * Activated       good already               refused                    refused
 * OnTrial         stands for the peer; the   back, quarantine; refused  refused
 *                   checks of health decide    if the way back is gone
 * Committing      waited for                 refused                    refused
 * RollingBack     refused                    refused                    refused
 * </pre>
 *
 * An operator's word takes the place of a peer, never of the board's checks: an image that they
 * find unfit goes back. Once the boot order may have changed an abort could leave the AP between
 * two images; then the reboot is waited for and rolled back.
 */
final class UpdateOrders {
  private final UpdateConfig config;
  private final Instant now;

  UpdateOrders(UpdateConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  Step<UpdateState, UpdateAction> confirm(UpdateState state) {
    if (state instanceof OnTrial trial) {
      return new UpdateTrial(config, now).vouched(trial);
    } else if (state instanceof Committing committing) {
      return Step.to(committing.withAsker());
    } else if (state.facts().inventory().onTrial()) {
      return refuse(
          state,
          Cause.UPDATE_IN_PROGRESS,
          state.facts().activePart() + " has not passed its trial, and the way back has begun");
    }
    return new Step<>(state, List.of(new Tell(Source.OPERATOR, new News.Confirmed())));
  }

  Step<UpdateState, UpdateAction> rollBack(UpdateState state) {
    BootFacts facts = state.facts();
    if (state instanceof OnTrial trial) {
      return facts.wayBack() ? new UpdateTrial(config, now).givenUp(trial) : noWayBack(state);
    } else if (!(state instanceof Idle)) {
      return refuse(state, Cause.UPDATE_IN_PROGRESS, "asked to go back " + standing(state));
    }
    if (facts.inventory().onTrial()) {
      return facts.wayBack() ? backAgain(facts) : noWayBack(state);
    }
    Optional<String> stored = facts.inventory().stored();
    return stored.isPresent()
        ? UpdatePlans.begin(
            new Activating(facts, Source.OPERATOR, stored.get(), new Plan(UpdatePlans.ACTIVATE)))
        : refuse(
            state,
            Cause.SLOT_UNUSABLE,
            facts.inactivePart() + " holds no verified image to go back to");
  }

  /** The way back that was begun has not come to its end. */
  private static Step<UpdateState, UpdateAction> backAgain(BootFacts facts) {
    return UpdatePlans.rollBack(
        facts,
        new UpdateFailure(
            Cause.TRIAL_FAILED, "an operator went back from " + facts.inventory().running()),
        true,
        true,
        Optional.empty(),
        UpdatePlans.ROLL_BACK);
  }

  private static Step<UpdateState, UpdateAction> noWayBack(UpdateState state) {
    return refuse(
        state,
        Cause.SLOT_UNUSABLE,
        state.facts().inactivePart() + " is not good: there is nothing to go back to");
  }

  Step<UpdateState, UpdateAction> abort(UpdateState state, UpdateFailure reason) {
    if (state instanceof Idle) {
      return new Step<>(state, List.of(new Tell(Source.OPERATOR, new News.Aborted())));
    } else if (state instanceof Aborting aborting) {
      return new Step<>(
          aborting.heardBy(Source.OPERATOR),
          List.of(new Tell(Source.OPERATOR, new News.Failed(aborting.failure()))));
    } else if (state instanceof Downloading downloading) {
      return UpdatePlans.abortDownload(
          downloading,
          Optional.of(Source.OPERATOR),
          reason,
          state instanceof Working working ? List.of(working.plan().current()) : List.of(),
          now.plusMillis(config.quarantineMillis()));
    } else if (state.facts().inventory().onTrial()) {
      return refuseAbort(
          state,
          Cause.ON_TRIAL,
          state.facts().activePart() + " runs already: confirm it or roll back");
    }
    return refuseAbort(
        state,
        Cause.UPDATE_IN_PROGRESS,
        "asked to abort " + standing(state) + ": let it boot and roll back");
  }

  /** Not as others: an install of the same operator goes on, and must not take it for its end. */
  private static Step<UpdateState, UpdateAction> refuseAbort(
      UpdateState state, Cause cause, String detail) {
    return new Step<>(
        state,
        List.of(
            new Tell(Source.OPERATOR, new News.AbortRefused(new UpdateFailure(cause, detail)))));
  }

  private static String standing(UpdateState state) {
    return state instanceof Downloading
        ? "while an image comes in: abort that first"
        : state instanceof Committing
            ? "while the running image is being confirmed"
            : state instanceof Aborting
                ? "while an update is being taken back"
                : "while the reboot into another image is due";
  }

  private static Step<UpdateState, UpdateAction> refuse(
      UpdateState state, Cause cause, String detail) {
    return UpdatePlans.refuse(state, Source.OPERATOR, cause, detail);
  }
}
