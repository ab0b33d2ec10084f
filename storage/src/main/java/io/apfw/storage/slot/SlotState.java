package io.apfw.storage.slot;

/** What can be said of a slot. The names leave the box: append only. */
public enum SlotState {
  /** Nothing is known to be on it. */
  EMPTY,
  /** Being written, failed, or given up: never booted. */
  BAD,
  /** Verified on the device, not activated. */
  VERIFIED,
  /** Activated, not confirmed: booted while tries are left. */
  TRIAL,
  /** Confirmed. */
  GOOD
}
