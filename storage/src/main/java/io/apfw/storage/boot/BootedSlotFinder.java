package io.apfw.storage.boot;

import io.apfw.storage.slot.BootedSlot;

/** Tells which slot this system was booted from; never throws, never guesses. */
@FunctionalInterface
public interface BootedSlotFinder {
  /** The slot, or why it cannot be told. */
  BootedSlot find();
}
