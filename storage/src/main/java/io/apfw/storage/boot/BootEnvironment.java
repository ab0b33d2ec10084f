package io.apfw.storage.boot;

import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;

/**
 * All that the boot loader reads and writes.
 *
 * @param first the slot tried first; the other is the fallback
 * @param part1 the first partition
 * @param part2 the second partition
 */
public record BootEnvironment(SlotId first, BootEntry part1, BootEntry part2) {
  /** One slot's entry. */
  public BootEntry entry(SlotId id) {
    return id == SlotId.PART1 ? part1 : part2;
  }

  /** The same with another entry for one slot. */
  public BootEnvironment with(SlotId id, BootEntry entry) {
    return id == SlotId.PART1
        ? new BootEnvironment(first, entry, part2)
        : new BootEnvironment(first, part1, entry);
  }

  /** The same with another slot tried first. */
  public BootEnvironment withFirst(SlotId id) {
    return new BootEnvironment(id, part1, part2);
  }

  /**
   * What to call a slot, from its content and what the boot loader would do with it: a confirmed
   * one is GOOD, one with tries left is on TRIAL, any other is what its content is, and content
   * that was once confirmed or on trial and may not be booted any more is BAD.
   */
  public SlotState stateOf(SlotId id, SlotState content) {
    BootEntry entry = entry(id);
    if (entry.good()) {
      return SlotState.GOOD;
    }
    if (entry.triesLeft() > 0) {
      return SlotState.TRIAL;
    }
    return content == SlotState.EMPTY || content == SlotState.VERIFIED ? content : SlotState.BAD;
  }
}
