package io.apfw.update;

import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateAction.Say;
import io.apfw.update.UpdateAction.Tell;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateState.Activating;
import io.apfw.update.UpdateState.Downloading;
import io.apfw.update.UpdateState.Finishing;
import io.apfw.update.UpdateState.Idle;
import io.apfw.update.UpdateState.OnTrial;
import io.apfw.update.UpdateState.Opening;
import io.apfw.update.UpdateState.Plan;
import io.apfw.update.UpdateState.Preparing;
import io.apfw.update.UpdateState.ReceivingHead;
import io.apfw.update.UpdateState.Working;
import io.apfw.update.UpdateState.Writing;
import io.apfw.update.UpdateTask.KeepQuarantine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The update machine: source-blind, pure.
 *
 * <pre>
 * state          event                 tasks, in order                          then
 * -------------  --------------------  ---------------------------------------  -------------
 * (start)        Booted, on trial                                               OnTrial
 * (start)        Booted, nothing open                                           Idle
 * (start)        Booted, RECEIVING     ABORT, JOURNAL_ABORTED                   Idle
 * (start)        Booted, ACTIVATING    on the target: as for PeerProved         Idle
 *                                      target tried: JOURNAL_ROLLED_BACK,
 *                                        ROLLBACK, REVERT_BOOT_ORDER            Idle
 *                                      not tried: REVERT_BOOT_ORDER, ABORT,
 *                                        JOURNAL_ABORTED                        Idle
 * Idle           Offered               PRECHECK, BEGIN_INGEST                   ReceivingHead
 * ReceivingHead  HeadVerified          JOURNAL_INTENT, MARK_INACTIVE_BAD,
 *                                        OPEN_INACTIVE                          Writing
 * Writing        PayloadWritten        PREDOWNLOAD, READ_BACK, RECORD_VERIFIED  Idle, stored
 * Idle, stored   ActivateRequested     VERIFY_AGAIN, JOURNAL_ACTIVATING,
 *                                        ACTIVATE, SET_BOOT_ORDER               Activated
 * Activating     VERIFY_AGAIN failed   MARK_INACTIVE_BAD if the bytes on the
 *                                        slot are not the image's, ABORT,
 *                                        JOURNAL_ABORTED                        Idle
 * Activating     another task failed   REVERT_BOOT_ORDER, ABORT,
 *                                        JOURNAL_ABORTED                        Idle
 * OnTrial        begun                 COUNT_TRIAL_BOOT, HEALTH               OnTrial
 * OnTrial        healthy and           MARK_BOOTED_GOOD, COMMIT,
 *                  PeerProved            RAISE_SECURITY_VERSION,
 *                                        JOURNAL_COMMITTED                      Idle
 * OnTrial        unhealthy             KeepQuarantine, JOURNAL_ROLLED_BACK,
 *                                        ROLLBACK, REVERT_BOOT_ORDER            reboot
 * OnTrial        ConfirmRequested      as for PeerProved
 * OnTrial        RollBackRequested     as for unhealthy                         reboot
 * Idle, stored   RollBackRequested     as for ActivateRequested                 Activated
 * OnTrial        deadline, all used    KeepQuarantine if it is so again,
 *                                        JOURNAL_ROLLED_BACK, ROLLBACK,
 *                                        REVERT_BOOT_ORDER                      reboot
 * Committing     a failure             the same task again, until it passes
 * any            REVERT_BOOT_ORDER     again, three times; then the plan goes on
 *                  failed
 * RollingBack    ... for good, and an  the operator hears that it failed; no
 *                  operator asked        reboot                                 Idle
 * any download   a failure             DISCARD_INGEST, KeepQuarantine if the
 *                                        image is to blame, ABORT,
 *                                        JOURNAL_ABORTED                        Idle
 * ReceivingHead  Located               Fetch                                    ReceivingHead
 * ReceivingHead  Announced,            the image that failed before: a failure
 *                HeadVerified
 * </pre>
 *
 * <p>Whoever offered an image, or asked for its activation or its end, hears what comes of it, and
 * nobody else does: a controller that gives up does not end the operator's download. An operator
 * may end any download; {@link UpdateOrders} has what only an operator asks for.
 *
 * <p>An offer with a location is fetched once its ingest waits; the fetch ends with the download.
 *
 * <p>The quarantine changes in any state, by an operator's clearing; in Idle by time as well. What
 * a plan under way is still to add to it stays.
 *
 * <p>Each task starts only when the one before it is reported durable. The floor of the security
 * version rises before the journal says COMMITTED: a power cut between the two only repeats what
 * follows the trial.
 *
 * <p>A slot whose image is only refused at activation, for its age, the clock or a read error,
 * stays what it was, the way back of the boot loader. For a controller or cloud, which would name
 * that version again at once, it counts as not stored until the next start: the version is fetched
 * anew.
 *
 * <p>An operator who hears that the boot order cannot be put back may ask again: until then the
 * image that was given up runs on, in Idle, and nothing else is begun. Where nobody asked, the AP
 * reboots all the same: the tries of the boot loader end, and lead back without it.
 *
 * <p>A source that disappears while the image is being activated changes nothing: the image is
 * verified and was asked for, so activation runs to its end.
 *
 * <p>A peer proves itself for CAPWAP when the WTP reaches Run; {@link UpdateTrial} has the rest of
 * the trial.
 */
public final class UpdateMachine {
  private final UpdateConfig config;

  /** A machine for one installation. */
  public UpdateMachine(UpdateConfig config) {
    this.config = config;
  }

  /** The first step: what storage said at start becomes a state. */
  public Step<UpdateState, UpdateAction> start(UpdateEvent.Booted booted, Instant now) {
    return new UpdateStart(config, now).from(booted.facts());
  }

  /** When the state wants to be looked at again; empty when only events move it. */
  public Optional<Instant> nextDeadline(UpdateState state) {
    if (state instanceof OnTrial trial) {
      return Optional.of(UpdateTrial.nextDeadline(trial));
    }
    if (state instanceof Working working) {
      return working.plan().retryAt();
    }
    return state instanceof Idle ? state.facts().quarantine().nextEnd() : Optional.empty();
  }

  /** One event. Events that a state has no use for leave it as it is. */
  public Step<UpdateState, UpdateAction> step(UpdateState state, UpdateEvent event, Instant now) {
    if (event instanceof UpdateEvent.Booted booted) {
      return start(booted, now);
    } else if (event instanceof UpdateEvent.Offered offered) {
      return offered(state, offered.offer());
    } else if (event instanceof UpdateEvent.Announced announced) {
      return announced(state, announced, now);
    } else if (event instanceof UpdateEvent.Located located) {
      return located(state, located.url());
    } else if (event instanceof UpdateEvent.QuarantineRead read) {
      return quarantined(state, read.quarantine(), now);
    } else if (event instanceof UpdateEvent.HeadVerified head) {
      return headVerified(state, head.manifest(), now);
    } else if (event instanceof UpdateEvent.PayloadWritten written) {
      return payloadWritten(state, written);
    } else if (event instanceof UpdateEvent.IngestFailed failed) {
      return failed(state, failed.failure(), now);
    } else if (event instanceof UpdateEvent.TaskFinished finished) {
      return state instanceof OnTrial trial
          ? new UpdateTrial(config, now).finished(trial, finished.task(), finished.note())
          : tasks(now).finished(state, finished.task(), finished.note());
    } else if (event instanceof UpdateEvent.TaskFailed failed) {
      return state instanceof OnTrial trial
          ? new UpdateTrial(config, now).failed(trial, failed.task(), failed.failure())
          : tasks(now).failed(state, failed.task(), failed.failure());
    } else if (event instanceof UpdateEvent.AbortRequested abort) {
      return abort.by() == Offer.Source.OPERATOR
          ? new UpdateOrders(config, now).abort(state, abort.reason())
          : abortRequested(state, abort, now);
    } else if (event instanceof UpdateEvent.ActivateRequested activate) {
      return activateRequested(state, activate.by(), activate.version());
    } else if (event instanceof UpdateEvent.ConfirmRequested) {
      return new UpdateOrders(config, now).confirm(state);
    } else if (event instanceof UpdateEvent.RollBackRequested) {
      return new UpdateOrders(config, now).rollBack(state);
    } else if (event instanceof UpdateEvent.PeerProved) {
      return state instanceof OnTrial trial
          ? new UpdateTrial(config, now).peerProved(trial)
          : Step.to(state);
    } else {
      return deadline(state, now);
    }
  }

  private Step<UpdateState, UpdateAction> offered(UpdateState state, Offer offer) {
    BootFacts facts = state.facts();
    if (facts.inventory().onTrial()) {
      return UpdatePlans.refuse(
          state, offer.source(), Cause.ON_TRIAL, facts.activePart() + " has not passed its trial");
    }
    if (!(state instanceof Idle)) {
      return UpdatePlans.refuse(
          state, offer.source(), Cause.UPDATE_IN_PROGRESS, "offered " + offer.version());
    }
    return UpdatePlans.begin(new Preparing(facts, offer, UpdatePlans.prepare(offer)));
  }

  private Step<UpdateState, UpdateAction> announced(
      UpdateState state, UpdateEvent.Announced announced, Instant now) {
    if (!(state instanceof ReceivingHead head)) {
      return Step.to(state);
    }
    Offer offer = head.offer().announced(announced.bytes(), announced.md5());
    ReceivingHead next = new ReceivingHead(head.facts(), offer);
    return head.facts()
            .quarantine()
            .of(offer.version())
            .filter(e -> e.announcedBy(offer))
            .isPresent()
        ? failed(
            next,
            new UpdateFailure(
                Cause.OFFER_UNCHANGED, offer.version() + " with MD5 " + announced.md5()),
            now)
        : Step.to(next);
  }

  private static Step<UpdateState, UpdateAction> located(UpdateState state, String url) {
    if (!(state instanceof ReceivingHead head) || head.offer().location().isPresent()) {
      return Step.to(state);
    }
    Offer offer = head.offer().at(url);
    return new Step<>(
        new ReceivingHead(head.facts(), offer), List.of(new UpdateAction.Fetch(offer)));
  }

  private Step<UpdateState, UpdateAction> headVerified(
      UpdateState state, ManifestFacts manifest, Instant now) {
    if (!(state instanceof ReceivingHead head)) {
      return Step.to(state);
    }
    Offer offer = head.offer().of(manifest.version());
    if (head.facts()
        .quarantine()
        .of(offer.version())
        .filter(e -> e.isOf(manifest, offer))
        .isPresent()) {
      return failed(
          new ReceivingHead(head.facts(), offer),
          new UpdateFailure(
              Cause.OFFER_UNCHANGED,
              manifest.version() + " with manifest " + manifest.manifestSha256()),
          now);
    }
    Opening opening = new Opening(head.facts(), offer, manifest, new Plan(UpdatePlans.OPEN));
    return new Step<>(
        opening,
        List.of(
            new Say(
                new Report.HeadAccepted(
                    manifest.version(), manifest.family(), manifest.payloadBytes())),
            UpdatePlans.start(opening)));
  }

  private static Step<UpdateState, UpdateAction> payloadWritten(
      UpdateState state, UpdateEvent.PayloadWritten written) {
    if (!(state instanceof Writing writing)) {
      return Step.to(state);
    }
    Finishing finishing =
        new Finishing(
            writing.facts(), writing.offer(), writing.manifest(), new Plan(UpdatePlans.FINISH));
    return new Step<>(
        finishing,
        List.of(
            new Say(
                new Report.PayloadStored(writing.offer().family(), writing.offer().predownload())),
            new Say(
                new Report.SlotWritten(
                    writing.facts().inactivePart(),
                    written.writtenBytes(),
                    written.keptBytes(),
                    written.copiedBytes())),
            UpdatePlans.start(finishing)));
  }

  private Step<UpdateState, UpdateAction> activateRequested(
      UpdateState state, Offer.Source by, String wanted) {
    BootFacts facts = state.facts();
    String version = wanted.isEmpty() ? facts.inventory().stored().orElse("an image") : wanted;
    if (facts.inventory().onTrial()) {
      return UpdatePlans.refuse(
          state, by, Cause.ON_TRIAL, facts.activePart() + " has not passed its trial");
    }
    if (!(state instanceof Idle)) {
      return UpdatePlans.refuse(
          state, by, Cause.UPDATE_IN_PROGRESS, "asked to activate " + version);
    }
    if (!facts.inventory().stored().equals(Optional.of(version))) {
      return UpdatePlans.refuse(
          state,
          by,
          Cause.SLOT_UNUSABLE,
          facts.inactivePart()
              + " holds "
              + facts.inventory().stored().orElse("no verified image")
              + ", not "
              + version);
    }
    return UpdatePlans.begin(new Activating(facts, by, version, new Plan(UpdatePlans.ACTIVATE)));
  }

  private Step<UpdateState, UpdateAction> abortRequested(
      UpdateState state, UpdateEvent.AbortRequested abort, Instant now) {
    Optional<Offer.Source> owner = UpdatePlans.owner(state);
    boolean others = owner.isPresent() && owner.get() != abort.by();
    if (state instanceof Idle || others) {
      return new Step<>(state, List.of(new Tell(abort.by(), new News.Aborted())));
    }
    return failed(state, abort.reason(), now);
  }

  private Step<UpdateState, UpdateAction> deadline(UpdateState state, Instant now) {
    if (state instanceof OnTrial trial) {
      return new UpdateTrial(config, now).deadline(trial);
    }
    if (state instanceof Working working) {
      Plan plan = working.plan();
      boolean due = plan.retryAt().filter(at -> !now.isBefore(at)).isPresent();
      return due ? UpdatePlans.begin(working.withPlan(plan.again())) : Step.to(state);
    }
    return quarantined(state, state.facts().quarantine(), now);
  }

  /** Takes over another quarantine, with what is about to be written into it. */
  private Step<UpdateState, UpdateAction> quarantined(
      UpdateState state, Quarantine read, Instant now) {
    Quarantine next = read.at(now, config.quarantineMillis());
    if (state instanceof Working working) {
      for (UpdateTask task : working.plan().tasks()) {
        next = task instanceof KeepQuarantine keep ? next.including(keep.entry()) : next;
      }
    }
    if (next.equals(state.facts().quarantine())) {
      return Step.to(state);
    }
    BootFacts facts = state.facts().withQuarantine(next);
    return new Step<>(
        state.withFacts(facts), List.of(new UpdateAction.TellInventory(facts.inventory())));
  }

  private UpdateTasks tasks(Instant now) {
    return new UpdateTasks(config, now);
  }

  private Instant quarantineEnd(Instant now) {
    return now.plusMillis(config.quarantineMillis());
  }

  /** A download fails from outside its tasks; a task under way is waited for, not started again. */
  private Step<UpdateState, UpdateAction> failed(
      UpdateState state, UpdateFailure failure, Instant now) {
    if (!(state instanceof Downloading downloading)) {
      return Step.to(state);
    }
    return UpdatePlans.abortDownload(
        downloading,
        failure,
        state instanceof Working working ? List.of(working.plan().current()) : List.of(),
        quarantineEnd(now));
  }
}
