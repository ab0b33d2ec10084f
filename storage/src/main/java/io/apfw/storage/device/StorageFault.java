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
  ON_TRIAL("the running image is on trial: the other slot is its way back"),
  /** Somebody uses the inactive slot, or it cannot be told that nobody does. */
  SLOT_IN_USE("the inactive slot is in use"),
  /** No space is left where the slot is kept. */
  SLOT_FULL("no space is left for the inactive slot"),
  /** The medium failed to read or write. */
  SLOT_IO_ERROR("the medium of the inactive slot failed"),
  /** The slot cannot be written. */
  SLOT_READ_ONLY("the inactive slot is write-protected"),
  /** The slot ends before the image does. */
  SLOT_TOO_SHORT("the inactive slot ends before the image"),
  /** The slot's device has vanished. */
  SLOT_GONE("the device of the inactive slot has vanished");

  private final String sentence;

  StorageFault(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for a person. */
  public String sentence() {
    return sentence;
  }
}
