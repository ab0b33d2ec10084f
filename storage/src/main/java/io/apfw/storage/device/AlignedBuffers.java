package io.apfw.storage.device;

import java.nio.ByteBuffer;

/** Memory whose address suits transfers past the cache. */
public final class AlignedBuffers {
  private AlignedBuffers() {}

  /**
   * Allocates direct memory.
   *
   * @param bytes capacity, a multiple of the alignment
   * @param alignmentBytes a power of two
   */
  public static ByteBuffer allocate(int bytes, int alignmentBytes) {
    return ByteBuffer.allocateDirect(bytes + alignmentBytes)
        .alignedSlice(alignmentBytes)
        .limit(bytes)
        .slice();
  }
}
