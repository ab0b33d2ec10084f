package io.apfw.update;

import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.Say;
import io.apfw.update.UpdateAction.Start;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateAction.TellInventory;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateFailure.Blame;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateState.Aborting;
import io.apfw.update.UpdateState.Activating;
import io.apfw.update.UpdateState.Downloading;
import io.apfw.update.UpdateState.Plan;
import io.apfw.update.UpdateState.RollingBack;
import io.apfw.update.UpdateState.Working;
import io.apfw.update.UpdateTask.Job;
import io.apfw.update.UpdateTask.KeepQuarantine;
import io.apfw.update.UpdateTask.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The plans of the update machine, and the steps that begin them or take an update back. */
final class UpdatePlans {
  private static final List<UpdateTask> PREPARE =
      List.of(new Script(ScriptVerb.PRECHECK), Job.BEGIN_INGEST);
  private static final List<UpdateTask> PREPARE_FOR_OPERATOR =
      with(new Script(ScriptVerb.NO_UPGRADE), PREPARE);
  static final List<UpdateTask> OPEN =
      List.of(Job.JOURNAL_INTENT, Job.MARK_INACTIVE_BAD, Job.OPEN_INACTIVE);
  static final List<UpdateTask> FINISH =
      List.of(new Script(ScriptVerb.PREDOWNLOAD), Job.READ_BACK, Job.RECORD_VERIFIED);
  static final List<UpdateTask> ACTIVATE =
      List.of(
          Job.VERIFY_AGAIN,
          Job.JOURNAL_ACTIVATING,
          new Script(ScriptVerb.ACTIVATE),
          Job.SET_BOOT_ORDER);
  static final List<UpdateTask> COMMIT =
      List.of(
          Job.MARK_BOOTED_GOOD,
          new Script(ScriptVerb.COMMIT),
          Job.RAISE_SECURITY_VERSION,
          Job.JOURNAL_COMMITTED);
  static final List<UpdateTask> ABORT = List.of(new Script(ScriptVerb.ABORT), Job.JOURNAL_ABORTED);
  static final List<UpdateTask> ROLL_BACK =
      List.of(Job.JOURNAL_ROLLED_BACK, new Script(ScriptVerb.ROLLBACK), Job.REVERT_BOOT_ORDER);

  private UpdatePlans() {}

  /** An operator is shown what runs before anything else, as field APs do. */
  static Plan prepare(Offer offer) {
    return new Plan(offer.source() == Offer.Source.OPERATOR ? PREPARE_FOR_OPERATOR : PREPARE);
  }

  static Step<UpdateState, UpdateAction> abortDownload(
      Downloading state, UpdateFailure failure, List<UpdateTask> underWay, Instant until) {
    return abortDownload(state, Optional.empty(), failure, underWay, until);
  }

  /** The same, also for somebody who did not begin it. */
  static Step<UpdateState, UpdateAction> abortDownload(
      Downloading state,
      Optional<Offer.Source> asker,
      UpdateFailure failure,
      List<UpdateTask> underWay,
      Instant until) {
    // An image whose version nobody has told yet has no name to be remembered by.
    boolean blamed = failure.cause().blame() == Blame.IMAGE && !state.offer().version().isEmpty();
    BootFacts facts = state.facts();
    List<UpdateTask> tasks = new ArrayList<>(underWay);
    tasks.add(Job.DISCARD_INGEST);
    if (blamed) {
      Quarantine.Entry entry = entry(state.offer(), state.manifestSha256(), failure.cause(), until);
      facts = facts.withQuarantine(facts.quarantine().with(entry));
      tasks.add(new KeepQuarantine(entry));
    }
    tasks.addAll(ABORT);
    Aborting aborting =
        new Aborting(
            facts,
            List.of(state.offer().source()),
            Optional.of(state.offer()),
            failure,
            state.touched(),
            new Plan(tasks));
    if (asker.isPresent()) {
      aborting = aborting.heardBy(asker.get());
    }
    List<UpdateAction> actions = announce(aborting);
    if (state.offer().location().isPresent()) {
      actions.add(new UpdateAction.StopFetch(failure));
    }
    if (underWay.isEmpty()) {
      actions.add(start(aborting));
    }
    return new Step<>(aborting, actions);
  }

  /** The way back, perhaps with something to do before. */
  static Step<UpdateState, UpdateAction> rollBack(
      BootFacts facts, UpdateFailure failure, boolean reboot, List<UpdateTask> tasks) {
    return rollBack(facts, failure, reboot, false, Optional.empty(), tasks);
  }

  /** The same; a task that is still under way is waited for, not started again. */
  static Step<UpdateState, UpdateAction> rollBack(
      BootFacts facts,
      UpdateFailure failure,
      boolean reboot,
      boolean asked,
      Optional<UpdateTask> underWay,
      List<UpdateTask> tasks) {
    String to = reboot ? facts.inactivePart() : facts.activePart();
    String version =
        reboot ? facts.inventory().backup().orElse("unknown") : facts.inventory().running();
    Say said = new Say(new Report.FellBack(to, version, failure.line()));
    if (underWay.isPresent()) {
      Plan plan = new Plan(with(underWay.get(), tasks));
      return new Step<>(new RollingBack(facts, failure, reboot, asked, plan), List.of(said));
    }
    RollingBack back = new RollingBack(facts, failure, reboot, asked, new Plan(tasks));
    return new Step<>(back, List.of(said, start(back)));
  }

  static Step<UpdateState, UpdateAction> abort(
      BootFacts facts,
      List<Offer.Source> hearers,
      Optional<Offer> offer,
      UpdateFailure failure,
      boolean touched,
      List<UpdateTask> tasks) {
    Aborting aborting = new Aborting(facts, hearers, offer, failure, touched, new Plan(tasks));
    List<UpdateAction> actions = announce(aborting);
    actions.add(start(aborting));
    return new Step<>(aborting, actions);
  }

  static List<UpdateAction> announce(Aborting aborting) {
    List<UpdateAction> actions = new ArrayList<>();
    actions.add(new TellInventory(aborting.facts().inventory()));
    actions.add(
        new Say(
            new Report.UpdateAborting(
                aborting.failure().cause(), aborting.offer().map(Offer::family).orElse(""))));
    aborting
        .hearers()
        .forEach(by -> actions.add(new Tell(by, new News.Failed(aborting.failure()))));
    return actions;
  }

  static Step<UpdateState, UpdateAction> refuse(
      UpdateState state, Offer.Source to, Cause cause, String detail) {
    return new Step<>(
        state,
        List.of(
            new Tell(to, new News.Failed(new UpdateFailure(cause, detail))),
            new Tell(to, new News.Aborted())));
  }

  /** Who began what goes on. */
  static Optional<Offer.Source> owner(UpdateState state) {
    if (state instanceof Downloading downloading) {
      return Optional.of(downloading.offer().source());
    } else if (state instanceof Activating activating) {
      return Optional.of(activating.by());
    }
    return state instanceof Aborting aborting
        ? aborting.hearers().stream().findFirst()
        : Optional.empty();
  }

  static Step<UpdateState, UpdateAction> begin(Working state) {
    return new Step<>(state, List.of(start(state)));
  }

  static UpdateAction start(Working state) {
    Optional<Offer> offer =
        state instanceof Downloading downloading
            ? Optional.of(downloading.offer())
            : state instanceof Aborting aborting ? aborting.offer() : Optional.empty();
    return new Start(state.plan().current(), offer, state.reason());
  }

  static Working inventory(Working state, Inventory inventory, List<UpdateAction> actions) {
    actions.add(new TellInventory(inventory));
    return state.withFacts(state.facts().withInventory(inventory));
  }

  static List<UpdateTask> with(UpdateTask first, List<UpdateTask> rest) {
    List<UpdateTask> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  static String inactiveState(BootFacts facts, boolean touched) {
    return facts.inactivePart() + (touched ? " is not bootable" : " is as it was");
  }

  private static Quarantine.Entry entry(
      Offer offer, String manifestSha256, Cause cause, Instant until) {
    return new Quarantine.Entry(
        offer.version(),
        manifestSha256,
        offer.announcedMd5().orElse(""),
        offer.announcedBytes().orElse(0),
        cause.number(),
        1,
        until);
  }
}
