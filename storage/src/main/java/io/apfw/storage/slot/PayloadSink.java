package io.apfw.storage.slot;

import io.apfw.storage.device.StorageException;
import java.nio.ByteBuffer;

/** Takes a payload in order, block after block. */
@FunctionalInterface
public interface PayloadSink {
  /** Takes all remaining bytes; the buffer is the caller's again when this returns. */
  void write(ByteBuffer block) throws StorageException;
}
