package io.apfw.storage.boot;

/**
 * What the boot loader knows of one slot.
 *
 * @param good confirmed: booted without counting
 * @param triesLeft boots left while not confirmed, 0 to {@value #TRIES_MAX}; 0 and not good is bad
 */
public record BootEntry(boolean good, int triesLeft) {
  /** Upper bound of tries. */
  public static final int TRIES_MAX = 9;

  /** Confirmed. */
  public static final BootEntry GOOD = new BootEntry(true, 0);

  /** Never booted. */
  public static final BootEntry BAD = new BootEntry(false, 0);

  /** Refuses counts that no boot loader could hold. */
  public BootEntry {
    if (triesLeft < 0 || triesLeft > TRIES_MAX || (good && triesLeft != 0)) {
      throw new IllegalArgumentException("good=" + good + " with " + triesLeft + " tries left");
    }
  }

  /** To be booted this many times unless confirmed before. */
  public static BootEntry onTrial(int tries) {
    return new BootEntry(false, tries);
  }

  /** Good, or with tries left. */
  public boolean bootable() {
    return good || triesLeft > 0;
  }
}
