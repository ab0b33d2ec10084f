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

  /** Tell the source, or whoever began. */
  record Tell(News news) implements UpdateAction {}

  /** The versions that the source's machine decides by have changed. */
  record TellInventory(Inventory inventory) implements UpdateAction {}

  /** Say it. */
  record Say(Report report) implements UpdateAction {}

  /** What a source is told. */
  sealed interface News {
    /** PRECHECK passed and the ingest waits for bytes. */
    record Ready() implements News {}

    /** The image is on the slot and verified. */
    record Verified() implements News {}

    /** The verified image is first in boot order: reboot now. */
    record Activated() implements News {}

    /** The update has failed; {@link Aborted} follows once everything is cleaned up. */
    record Failed(UpdateFailure failure) implements News {}

    /** The update has ended early and nothing of it is left but what the journal says. */
    record Aborted() implements News {}

    /** The other slot is first in boot order again: reboot now. */
    record RolledBack(String reason) implements News {}
  }
}
