package io.apfw.agent.update;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.trust.ImageFault;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;

/**
 * Storage's faults as numbered failures. Storage does not know the numbers, but its faults have the
 * causes' names; a test holds both lists together.
 */
public final class Failures {
  private Failures() {}

  /** A refused image. */
  public static UpdateFailure of(ImageRefusedException refused) {
    return new UpdateFailure(cause(refused.fault()), refused.detail());
  }

  /** A failed operation. */
  public static UpdateFailure of(StorageException failed) {
    return new UpdateFailure(cause(failed.fault()), failed.detail());
  }

  static Cause cause(ImageFault fault) {
    return Cause.valueOf(fault.name());
  }

  static Cause cause(StorageFault fault) {
    return Cause.valueOf(fault.name());
  }
}
