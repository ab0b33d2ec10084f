package io.apfw.storage.device;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A run of bytes of fixed size: a partition, a loop device, or a file that stands for one.
 *
 * <p>What an adapter may do: block for as long as the medium takes; lose or tear (at sector
 * boundaries) every write since the last {@link #force} when power fails; throw any IOException
 * from any method, after which the bytes concerned are undefined and the device may still be used.
 * It never grows and never writes outside the range it was given. Not safe for concurrent use.
 */
public interface BlockDevice extends Closeable {
  /** A name for messages, such as {@code /dev/mmcblk0p5}. */
  String name();

  /** Size in bytes, fixed while the device is open. */
  long sizeBytes() throws IOException;

  /**
   * Bytes to which offset, length and memory address must be aligned for a transfer to go past the
   * cache; a power of two. Other transfers work too, through the cache.
   */
  int alignmentBytes();

  /**
   * Whether aligned transfers go past the operating system's cache, so that a read after {@link
   * #force} shows what the medium holds.
   */
  boolean uncached();

  /**
   * Reads at an offset until the target is full or the device ends.
   *
   * @return the bytes read, 0 at the end of the device
   */
  int read(ByteBuffer target, long offset) throws IOException;

  /**
   * Writes all remaining bytes of the source at an offset; durable only after {@link #force}.
   *
   * @throws IOException also when the range leaves the device, and then nothing is written
   */
  void write(ByteBuffer source, long offset) throws IOException;

  /** Returns when everything written before is on the medium. */
  void force() throws IOException;

  /**
   * The content is complete and forced: whatever keeps it in a place of its own until then puts it
   * where readers look, durably.
   *
   * @param contentBytes size of the content; what is behind it is not part of it
   */
  default void publish(long contentBytes) throws IOException {}
}
