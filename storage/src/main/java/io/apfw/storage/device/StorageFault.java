package io.apfw.storage.device;

/**
 * What this AP's storage could not do. The names are those of the update failures 3xx, which carry
 * the numbers.
 */
public enum StorageFault {
  /** The inactive slot cannot be used. */
  SLOT_UNUSABLE("the inactive slot cannot be used"),
  /** Writing the inactive slot failed. */
  SLOT_WRITE("writing the inactive slot failed"),
  /** The slot does not read back as written. */
  READ_BACK_MISMATCH("the slot does not read back as written"),
  /** The update journal, slot records or another state file cannot be read or written. */
  JOURNAL_WRITE("the update journal or another state file cannot be read or written"),
  /** The boot environment cannot be read or written. */
  BOOT_ENVIRONMENT_WRITE("the boot environment cannot be read or written"),
  /** It cannot be told which slot booted. */
  BOOTED_SLOT_UNKNOWN("cannot tell which slot booted"),
  /** The running image is on trial: the other slot is its way back. */
  ON_TRIAL("the running image is on trial: the other slot is its way back");

  private final String sentence;

  StorageFault(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for a person. */
  public String sentence() {
    return sentence;
  }
}
