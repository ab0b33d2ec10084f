package io.apfw.update;

import io.apfw.report.Report;
import java.util.Optional;

/** What the shell is to do for an update. */
public sealed interface UpdateAction {

  /**
   * Start a task; it comes back as {@link UpdateEvent.TaskFinished} or {@link
   * UpdateEvent.TaskFailed}. Never two at a time.
   *
   * @param offer the offer it is for, when there is one
   * @param failure why the update ends, for the tasks that write that down
   */
  record Start(UpdateTask task, Optional<Offer> offer, Optional<UpdateFailure> failure)
      implements UpdateAction {}

  /**
   * Tell whoever asked for it.
   *
   * @param to who offered the image, or asked for its activation or its end
   */
  record Tell(Offer.Source to, News news) implements UpdateAction {}

  /**
   * Fetch the image's file into the ingest, which waits for it. What goes wrong comes back as
   * {@link UpdateEvent.IngestFailed}.
   *
   * @param offer with a location
   */
  record Fetch(Offer offer) implements UpdateAction {}

  /** The fetch is not wanted any more; without effect when there is none. */
  record StopFetch(UpdateFailure reason) implements UpdateAction {}

  /** Leave everything in order and reboot: the other slot is first in boot order again. */
  record Restart(String reason) implements UpdateAction {}

  /** The versions that the source's machine decides by have changed. */
  record TellInventory(Inventory inventory) implements UpdateAction {}

  /** Say it. */
  record Say(Report report) implements UpdateAction {}

  /** What somebody is told of what it began. */
  sealed interface News {
    /** PRECHECK passed and the ingest waits for bytes, or has them fetched. */
    record Ready() implements News {}

    /** The image is on the slot and verified. */
    record Verified() implements News {}

    /** The verified image is first in boot order: reboot now. */
    record Activated() implements News {}

    /** The update has failed; {@link Aborted} follows once everything is cleaned up. */
    record Failed(UpdateFailure failure) implements News {}

    /** What was to be aborted goes on: whoever began it hears nothing else than before. */
    record AbortRefused(UpdateFailure why) implements News {}

    /** The running image is good; there is no trial, or no more. */
    record Confirmed() implements News {}

    /** The image on trial has been given up: the other one boots next, and that is now. */
    record RolledBack() implements News {}

    /** The update has ended early and nothing of it is left but what the journal says. */
    record Aborted() implements News {}
  }
}
