package io.apfw.storage.device;

import org.jspecify.annotations.Nullable;

/** An operating failure of this AP's storage: reported and survived, never a reason to stop. */
public final class StorageException extends Exception {
  private static final long serialVersionUID = 1;

  private final StorageFault fault;
  private final String detail;

  /**
   * A failure.
   *
   * @param fault what could not be done
   * @param detail the thing, its value and what was expected, in one line
   * @param cause the error below, if any
   */
  public StorageException(StorageFault fault, String detail, @Nullable Throwable cause) {
    super(fault + ": " + fault.sentence() + ": " + detail, cause);
    this.fault = fault;
    this.detail = detail;
  }

  /** What could not be done. */
  public StorageFault fault() {
    return fault;
  }

  /** The thing, its value and what was expected, in one line. */
  public String detail() {
    return detail;
  }
}
