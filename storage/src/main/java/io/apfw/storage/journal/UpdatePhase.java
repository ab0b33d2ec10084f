package io.apfw.storage.journal;

/** How far an update came. The names leave the box: append only. */
public enum UpdatePhase {
  /** Nothing was ever updated. */
  IDLE,
  /** Intent: the inactive slot is about to be marked bad and written. */
  RECEIVING,
  /** The inactive slot read back as the signed image. */
  VERIFIED,
  /** Intent: the boot order is about to change. After a reboot this is a trial or a fall-back. */
  ACTIVATING,
  /** The new image runs and is not confirmed. */
  TRIAL,
  /** The new image is confirmed. */
  COMMITTED,
  /** Given up before activation. */
  ABORTED,
  /** Activated and fallen back. */
  ROLLED_BACK;

  /** Whether an update is under way. */
  public boolean open() {
    return this == RECEIVING || this == VERIFIED || this == ACTIVATING || this == TRIAL;
  }
}
