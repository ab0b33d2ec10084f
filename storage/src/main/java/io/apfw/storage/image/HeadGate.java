package io.apfw.storage.image;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.VerifiedHead;

/** Between a verified head and the first byte on the slot stands the owner of the update. */
@FunctionalInterface
public interface HeadGate {
  /**
   * Returns the opened inactive slot once it may be written: intent journalled, slot marked bad in
   * the boot environment. Blocks until then; the ingest closes the writer.
   *
   * @throws StorageException when it may not be written, or could not be opened
   * @throws InterruptedException when the update is given up meanwhile
   */
  BlockWriter open(VerifiedHead head) throws StorageException, InterruptedException;
}
