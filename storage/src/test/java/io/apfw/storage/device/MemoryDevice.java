package io.apfw.storage.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device in memory that can lose power at any byte, or fail. Closing it changes nothing. */
public final class MemoryDevice implements BlockDevice {
  /** Sizes of all writes, in order. */
  public final List<Integer> writes = new ArrayList<>();

  /** Number of forces. */
  public int forces;

  private final byte[] content;
  private final boolean uncached;
  private long bytesUntilCut = Long.MAX_VALUE;
  private int flippedAt = -1;
  private @Nullable IOException writeError;
  private @Nullable IOException forceError;
  private @Nullable IOException readError;

  /** A device full of zeros. */
  public MemoryDevice(int bytes) {
    this(new byte[bytes], false);
  }

  /** A device with this content. */
  public MemoryDevice(byte[] content, boolean uncached) {
    this.content = content;
    this.uncached = uncached;
  }

  /** The power goes after this many more bytes; what was written before stays. */
  public MemoryDevice cutAfter(long bytes) {
    bytesUntilCut = bytes;
    return this;
  }

  /** Every write fails from now on. */
  public void failWrites(IOException error) {
    writeError = error;
  }

  /** Every read fails from now on. */
  public void failReads(IOException error) {
    readError = error;
  }

  /** Every force fails from now on. */
  public void failForces(IOException error) {
    forceError = error;
  }

  /** The medium turns a bit of this byte whenever it is written. */
  public void flipAt(int offset) {
    flippedAt = offset;
  }

  /** What is on the medium. */
  public byte[] content() {
    return content;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public long sizeBytes() {
    return content.length;
  }

  @Override
  public int alignmentBytes() {
    return 4096;
  }

  @Override
  public boolean uncached() {
    return uncached;
  }

  @Override
  public int read(ByteBuffer target, long offset) throws IOException {
    if (readError != null) {
      throw readError;
    }
    int count = (int) Math.max(0, Math.min(target.remaining(), content.length - offset));
    target.put(content, (int) offset, count);
    return count;
  }

  @Override
  public void write(ByteBuffer source, long offset) throws IOException {
    if (writeError != null) {
      throw writeError;
    }
    int count = (int) Math.min(source.remaining(), bytesUntilCut);
    boolean cut = count < source.remaining();
    writes.add(count);
    source.get(content, (int) offset, count);
    if (flippedAt >= offset && flippedAt < offset + count) {
      content[flippedAt] ^= 1;
    }
    bytesUntilCut -= count;
    if (cut) {
      throw new IOException("power cut");
    }
  }

  @Override
  public void force() throws IOException {
    if (forceError != null) {
      throw forceError;
    }
    forces++;
  }

  @Override
  public void close() {}
}
