package io.apfw.update;

import io.apfw.machine.Step;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateState.Committing;
import io.apfw.update.UpdateState.Idle;
import io.apfw.update.UpdateState.Plan;
import io.apfw.update.UpdateTask.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the update machine begins: what the agent before this one left open is settled. */
final class UpdateStart {
  private final UpdateConfig config;
  private final Instant now;

  UpdateStart(UpdateConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  Step<UpdateState, UpdateAction> from(BootFacts found) {
    Quarantine left = found.quarantine().at(now, config.quarantineMillis());
    BootFacts facts = found.withQuarantine(left);
    if (facts.inventory().onTrial()) {
      // Whatever the journal says: an image that nobody confirms is lost at the next boot.
      return new UpdateTrial(config, now).begin(facts);
    }
    if (facts.unfinished().isEmpty()) {
      return Step.to(new Idle(facts));
    }
    Unfinished open = facts.unfinished().get();
    if (open.phase() == Unfinished.Phase.RECEIVING) {
      return UpdatePlans.abort(
          facts,
          List.of(),
          Optional.empty(),
          new UpdateFailure(
              Cause.STOPPED, "the agent ended while " + open.version() + " was coming in"),
          true,
          UpdatePlans.ABORT);
    }
    if (open.targetPart().equals(facts.activePart())) {
      // Confirmed already: a second trial could only end in a way back that leads nowhere.
      return UpdatePlans.begin(new Committing(facts, new Plan(UpdatePlans.COMMIT), false));
    }
    if (!open.targetTried()) {
      return UpdatePlans.abort(
          facts.withInventory(notTried(facts.inventory(), open)),
          List.of(),
          Optional.empty(),
          new UpdateFailure(
              Cause.STOPPED, "the agent ended while " + open.version() + " was being activated"),
          false,
          UpdatePlans.with(Job.REVERT_BOOT_ORDER, UpdatePlans.ABORT));
    }
    UpdateFailure failure =
        new UpdateFailure(
            Cause.TRIAL_FAILED,
            "the boot loader gave up on "
                + open.targetPart()
                + ", version "
                + open.version()
                + ", whose agent ran in "
                + open.trialBoots()
                + " of its boots");
    Quarantine.Entry kept =
        new Quarantine.Entry(
            open.version(),
            open.manifestSha256(),
            "",
            0,
            failure.cause().number(),
            1,
            now.plusMillis(config.quarantineMillis()));
    return UpdatePlans.rollBack(
        facts.withQuarantine(left.with(kept)),
        failure,
        false,
        UpdatePlans.with(new UpdateTask.KeepQuarantine(kept), UpdatePlans.ROLL_BACK));
  }

  /** It stands there as it was verified: once the order is as before it may be activated again. */
  private static Inventory notTried(Inventory inventory, Unfinished open) {
    return inventory.backup().equals(Optional.of(open.version()))
        ? inventory.withStored(open.version())
        : inventory;
  }
}
