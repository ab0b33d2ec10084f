package io.apfw.update;

/**
 * One piece of slow work that the shell does on a worker and reports as finished or failed. The
 * order of tasks is the machine's; every task is safe to run again after a power cut.
 */
public sealed interface UpdateTask {

  /** Runs a verb of the upgrade script; fails on any exit code but 0. */
  record Script(ScriptVerb verb) implements UpdateTask {}

  /** Adds an image to the quarantine as it stands on disk by then: it may have been cleared. */
  record KeepQuarantine(Quarantine.Entry entry) implements UpdateTask {}

  /** Work on storage; durable when it is reported as finished. */
  enum Job implements UpdateTask {
    /** Begin to take the image's bytes; the head stays in memory until it passes. */
    BEGIN_INGEST,
    /** Stop taking bytes and forget what is in memory; the worker has ended when this finishes. */
    DISCARD_INGEST,
    /** Journal: an image is about to be written onto the inactive slot. */
    JOURNAL_INTENT,
    /** Boot environment: the inactive slot must not be booted. */
    MARK_INACTIVE_BAD,
    /** Let the ingest write its payload onto the inactive slot. */
    OPEN_INACTIVE,
    /** Read the slot back from the device and compare with manifest and block map. */
    READ_BACK,
    /** Slot table and journal: the inactive slot holds this verified image. */
    RECORD_VERIFIED,
    /** Verify signature, manifest and the bytes on the slot once more before they are booted. */
    VERIFY_AGAIN,
    /** Journal: this slot is about to be first in boot order. */
    JOURNAL_ACTIVATING,
    /** Boot environment: the slot comes first, with a bounded number of tries. */
    SET_BOOT_ORDER,
    /** Journal: one boot more on trial; the note says which, and how many tries are left. */
    COUNT_TRIAL_BOOT,
    /** Boot environment and slot table: the booted slot is good. */
    MARK_BOOTED_GOOD,
    /** The floor below which no image is accepted rises to the running image's. */
    RAISE_SECURITY_VERSION,
    /** Journal: the trial has passed. */
    JOURNAL_COMMITTED,
    /** Journal: the update ended early, and why. */
    JOURNAL_ABORTED,
    /** Boot environment: the other slot comes first again. */
    REVERT_BOOT_ORDER,
    /** Journal: the trial did not pass, and why. */
    JOURNAL_ROLLED_BACK
  }
}
