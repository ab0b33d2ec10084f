package io.apfw.drills.writes;

/** What a power cut must not leave. */
public enum Violation {
  /** Neither copy of the environment is whole. */
  ENVIRONMENT_LOST("neither copy of the environment is whole"),
  /** The environment says that no slot may be booted. */
  NOTHING_BOOTABLE("no slot may be booted"),
  /** The slot that would be booted holds no whole image. */
  INCOMPLETE_BOOTED("the slot to boot holds no whole image"),
  /** The other slot may be booted and holds no whole image. */
  INCOMPLETE_FALLBACK("the slot to fall back to holds no whole image"),
  /** The slot that ran is not what it was. */
  RUNNING_SLOT_CHANGED("the slot that ran has changed"),
  /** The boot loader or the partition table is not what it was. */
  OUTSIDE_CHANGED("something outside of slots, environment and data has changed");

  private final String text;

  Violation(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
