package io.apfw.storage.slot;

/** Which slot this system was booted from, as far as it can be told with certainty. */
public sealed interface BootedSlot {
  /** It is this one. */
  record Known(SlotId id) implements BootedSlot {}

  /**
   * It cannot be told, and so nothing may be written.
   *
   * @param why what was looked at and what was found there
   */
  record Unknown(String why) implements BootedSlot {}
}
