package io.apfw.storage.image;

import io.apfw.storage.device.BlockDevice;
import java.io.IOException;
import java.util.Optional;

/** The other end of an image's stream, where it can send any part of the file. */
public interface PartSource {
  /** The slot that runs, to copy blocks from; the ingest closes it. Empty if it cannot be read. */
  Optional<BlockDevice> running();

  /**
   * Forgets what was sent and not read: from now on the stream has these parts, one behind the
   * other, and ends. Blocks until that is so.
   *
   * @throws IOException as reading the stream does
   */
  void ask(PartPlan plan) throws IOException;
}
