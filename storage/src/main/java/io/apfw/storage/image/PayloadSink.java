package io.apfw.storage.image;

import io.apfw.storage.device.StorageException;
import java.nio.ByteBuffer;

/** Takes a payload in order, each block checked against the block map. */
@FunctionalInterface
public interface PayloadSink {
  /** Takes all remaining bytes; the buffer is the caller's again when this returns. */
  void write(ByteBuffer block) throws StorageException;
}
