package io.apfw.update;

import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.Say;
import io.apfw.update.UpdateAction.Start;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateState.Committing;
import io.apfw.update.UpdateState.OnTrial;
import io.apfw.update.UpdateState.OnTrial.Evidence;
import io.apfw.update.UpdateState.Plan;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.KeepQuarantine;
import io.apfw.update.UpdateTask.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trial of an image: its health and its connectivity are judged apart.
 *
 * <pre>
 * health            peer         at                  then
 * ----------------  -----------  ------------------  -------------------------------
 * healthy           proved       the later of both   commit
 * verdict: not fit  either       the verdict         back, quarantine
 * agent ends often  either       the last start      back, quarantine
 * cannot tell yet   either       RETRY_MILLIS later  asked again
 * cannot tell yet   either       the deadline        back, quarantine
 * healthy           not reached  a deadline          extended, then back, no quarantine
 *                                                    the first time
 * </pre>
 *
 * A whole site may restart while its controller does: that no peer answers says nothing of the
 * image. That it is so again, when the same image comes once more, does: it is held off for {@link
 * #HOLD_MILLIS}, each time twice as long, for an image without a network would take the AP away
 * from its users for ever, a trial at a time. Health is the agent's running at all and the verb
 * HEALTH. An operator's word counts as a peer that was reached.
 */
final class UpdateTrial {
  /** Pause before a check of health, or a commit that failed, is tried again. */
  static final long RETRY_MILLIS = 10_000;

  /** How long an image that reached nobody twice in a row is held off. */
  static final long HOLD_MILLIS = 3_600_000;

  private static final int DOUBLINGS_MAX = 20;
  private static final UpdateTask HEALTH = new Script(ScriptVerb.HEALTH);

  private final UpdateConfig config;
  private final Instant now;

  UpdateTrial(UpdateConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  /** The boot is counted before anything else: whatever comes then, it is known of. */
  Step<UpdateState, UpdateAction> begin(BootFacts facts) {
    OnTrial trial =
        new OnTrial(
            facts,
            now.plusMillis(config.trialMillis()),
            0,
            Evidence.NONE,
            Optional.of(Job.COUNT_TRIAL_BOOT),
            now);
    return new Step<>(
        trial,
        List.of(
            new Say(
                new Report.TrialStarted(
                    facts.activePart(), facts.inventory().running(), config.trialMillis())),
            start(Job.COUNT_TRIAL_BOOT)));
  }

  static Instant nextDeadline(OnTrial trial) {
    return trial.underWay().isEmpty()
            && !trial.evidence().healthy()
            && trial.healthDue().isBefore(trial.deadline())
        ? trial.healthDue()
        : trial.deadline();
  }

  Step<UpdateState, UpdateAction> peerProved(OnTrial trial) {
    return judged(trial.with(trial.evidence().withReached()), List.of());
  }

  /** An operator answers for the connectivity; the checks of health go on. */
  Step<UpdateState, UpdateAction> vouched(OnTrial trial) {
    return judged(trial.with(trial.evidence().withVouched()), List.of());
  }

  /** An operator wants the image before. */
  Step<UpdateState, UpdateAction> givenUp(OnTrial trial) {
    return unfit(
        trial,
        new UpdateFailure(
            Cause.TRIAL_FAILED,
            "an operator went back from "
                + trial.facts().inventory().running()
                + " on "
                + trial.facts().activePart()),
        true);
  }

  Step<UpdateState, UpdateAction> finished(OnTrial trial, UpdateTask task, String note) {
    if (!trial.underWay().equals(Optional.of(task))) {
      return Step.to(trial);
    }
    if (task == Job.COUNT_TRIAL_BOOT) {
      return askHealth(
          trial, List.of(new Say(new Report.TrialBoot(trial.facts().activePart(), note))));
    }
    return judged(trial.idle(now).with(trial.evidence().withHealthy()), List.of());
  }

  Step<UpdateState, UpdateAction> failed(OnTrial trial, UpdateTask task, UpdateFailure failure) {
    if (!trial.underWay().equals(Optional.of(task))) {
      return Step.to(trial);
    }
    Say said = new Say(new Report.UpdateFailed(failure, "on trial"));
    if (failure.cause() == Cause.TRIAL_FAILED) {
      return unfit(trial.idle(now), failure);
    }
    if (task == Job.COUNT_TRIAL_BOOT) {
      return askHealth(trial, List.of(said));
    }
    OnTrial later =
        trial
            .idle(now.plusMillis(RETRY_MILLIS))
            .with(trial.evidence().withLastWord(failure.detail()));
    return new Step<>(later, List.of(said));
  }

  Step<UpdateState, UpdateAction> deadline(OnTrial trial) {
    if (!now.isBefore(trial.deadline())) {
      return over(trial);
    }
    return trial.underWay().isEmpty()
            && !trial.evidence().healthy()
            && !now.isBefore(trial.healthDue())
        ? askHealth(trial, List.of())
        : Step.to(trial);
  }

  private Step<UpdateState, UpdateAction> over(OnTrial trial) {
    String part = trial.facts().activePart();
    if (!trial.evidence().healthy()) {
      String word = trial.evidence().lastWord();
      return unfit(
          trial,
          new UpdateFailure(
              Cause.TRIAL_FAILED,
              part
                  + " did not become healthy in "
                  + config.trialMillis()
                  + " ms"
                  + (word.isEmpty() ? "" : ": " + word)));
    }
    if (trial.extensions() < config.trialExtensionsMax()) {
      int extension = trial.extensions() + 1;
      return new Step<>(
          trial.extended(now.plusMillis(config.trialMillis())),
          List.of(new Say(new Report.TrialExtended(part, extension, config.trialExtensionsMax()))));
    }
    UpdateFailure failure =
        new UpdateFailure(
            Cause.SOURCE_LOST,
            "no controller or cloud was reached during the trial of "
                + part
                + " and its "
                + config.trialExtensionsMax()
                + " extensions");
    return heldOff(trial.facts(), failure);
  }

  private Step<UpdateState, UpdateAction> heldOff(BootFacts facts, UpdateFailure failure) {
    int before = open(facts).map(Unfinished::unreached).orElse(0);
    if (before < 1) {
      return UpdatePlans.rollBack(facts, failure, true, UpdatePlans.ROLL_BACK);
    }
    long hold = HOLD_MILLIS << Math.min(before - 1, DOUBLINGS_MAX);
    Quarantine.Entry kept = remembered(facts, failure, Math.min(hold, config.quarantineMillis()));
    return UpdatePlans.rollBack(
        facts.withQuarantine(facts.quarantine().with(kept)),
        failure,
        true,
        UpdatePlans.with(new KeepQuarantine(kept), UpdatePlans.ROLL_BACK));
  }

  private static Optional<Unfinished> open(BootFacts facts) {
    return facts.unfinished().filter(it -> it.targetPart().equals(facts.activePart()));
  }

  /** The image on trial, for so long. */
  private Quarantine.Entry remembered(BootFacts facts, UpdateFailure failure, long millis) {
    Optional<Unfinished> open = open(facts);
    return new Quarantine.Entry(
        open.map(Unfinished::version).orElse(facts.inventory().running()),
        open.map(Unfinished::manifestSha256).orElse(""),
        "",
        0,
        failure.cause().number(),
        1,
        now.plusMillis(millis));
  }

  private Step<UpdateState, UpdateAction> judged(OnTrial trial, List<UpdateAction> actions) {
    if (!trial.evidence().healthy() || !trial.evidence().reached()) {
      return new Step<>(trial, actions);
    }
    return UpdatePlans.begin(
        new Committing(trial.facts(), new Plan(UpdatePlans.COMMIT), trial.evidence().vouched()));
  }

  private Step<UpdateState, UpdateAction> askHealth(OnTrial trial, List<UpdateAction> before) {
    List<UpdateAction> actions = new ArrayList<>(before);
    actions.add(start(HEALTH));
    return new Step<>(trial.busyWith(HEALTH), actions);
  }

  private Step<UpdateState, UpdateAction> unfit(OnTrial trial, UpdateFailure failure) {
    return unfit(trial, failure, false);
  }

  /** A check that is under way is waited for: there are never two tasks at a time. */
  private Step<UpdateState, UpdateAction> unfit(
      OnTrial trial, UpdateFailure failure, boolean asked) {
    BootFacts facts = trial.facts();
    Quarantine.Entry kept = remembered(facts, failure, config.quarantineMillis());
    List<UpdateTask> tasks = UpdatePlans.with(new KeepQuarantine(kept), UpdatePlans.ROLL_BACK);
    Step<UpdateState, UpdateAction> back =
        UpdatePlans.rollBack(
            facts.withQuarantine(facts.quarantine().with(kept)),
            failure,
            true,
            asked,
            trial.underWay(),
            tasks);
    if (asked || !trial.evidence().vouched()) {
      return back;
    }
    List<UpdateAction> actions = new ArrayList<>(back.actions());
    actions.add(new Tell(Offer.Source.OPERATOR, new News.Failed(failure)));
    actions.add(new Tell(Offer.Source.OPERATOR, new News.Aborted()));
    return new Step<>(back.state(), actions);
  }

  private static UpdateAction start(UpdateTask task) {
    return new Start(task, Optional.empty(), Optional.empty());
  }
}
