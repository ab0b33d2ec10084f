package io.apfw.storage.boot;

import io.apfw.storage.slot.SlotId;

/**
 * The boot loader's decision.
 *
 * @param slot the slot to boot
 * @param next the environment that must be durable before the slot is booted
 * @param lastResort neither slot may be booted, and the fallback is booted all the same: a try is
 *     better than a brick
 */
public record BootDecision(SlotId slot, BootEnvironment next, boolean lastResort) {
  /**
   * Takes the first slot in the order that is good or has tries left, and counts a try down. A pure
   * function, the same for the drill's stand-in boot loader and for every adapter's contract.
   *
   * <pre>
   * first: good          → first
   * first: tries left n  → first, n - 1 saved
   * first: bad           → the fallback by the same rule
   * both bad             → the fallback, nothing counted
   * </pre>
   */
  public static BootDecision chooseAndCount(BootEnvironment environment) {
    SlotId fallback = environment.first().other();
    for (SlotId id : new SlotId[] {environment.first(), fallback}) {
      BootEntry entry = environment.entry(id);
      if (entry.good()) {
        return new BootDecision(id, environment, false);
      }
      if (entry.triesLeft() > 0) {
        BootEntry counted = BootEntry.onTrial(entry.triesLeft() - 1);
        return new BootDecision(id, environment.with(id, counted), false);
      }
    }
    return new BootDecision(fallback, environment, true);
  }
}
