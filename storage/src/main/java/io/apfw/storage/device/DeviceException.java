package io.apfw.storage.device;

import java.io.IOException;

/** An I/O error whose cause is known. */
public final class DeviceException extends IOException {
  private static final long serialVersionUID = 1;

  private final StorageFault fault;

  /**
   * An error.
   *
   * @param message the thing and its value, in one line
   */
  public DeviceException(StorageFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  DeviceException(StorageFault fault, IOException cause) {
    super(cause.getMessage(), cause);
    this.fault = fault;
  }

  /** What is wrong. */
  public StorageFault fault() {
    return fault;
  }

  /** What is wrong according to an error, where it is known; else the other. */
  public static StorageFault faultOf(IOException error, StorageFault otherwise) {
    return error instanceof DeviceException known ? known.fault() : otherwise;
  }
}
