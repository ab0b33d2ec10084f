package io.apfw.storage.slot;

import io.apfw.storage.device.AlignedBuffers;
import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a payload to an inactive slot, from the first byte, in pieces of {@value #PIECE_BYTES}
 * bytes. Nothing is promised before {@link #finish} returns. Closing without finishing leaves a
 * part of a payload, which the boot environment already calls bad. One thread.
 */
public final class SlotWriter implements PayloadSink, AutoCloseable {
  /** 64 KiB pieces take a tenth longer, 1350-byte ones five times. */
  static final int PIECE_BYTES = 1024 * 1024;

  /** Through the cache the medium is kept busy meanwhile, so that the last force is short. */
  private static final int FORCE_EVERY_BYTES = 8 * PIECE_BYTES;

  private final BlockDevice device;
  private final ByteBuffer piece;
  private final long slotBytes;
  private long writtenBytes;
  private long unforcedBytes;

  SlotWriter(BlockDevice device) throws IOException {
    this.device = device;
    try {
      this.slotBytes = device.sizeBytes();
      this.piece = AlignedBuffers.allocate(PIECE_BYTES, device.alignmentBytes());
    } catch (IOException | RuntimeException e) {
      device.close();
      throw e;
    }
  }

  @Override
  public void write(ByteBuffer block) throws StorageException {
    long end = writtenBytes + piece.position() + block.remaining();
    if (end > slotBytes) {
      throw failure(end + " bytes do not fit its " + slotBytes, null);
    }
    while (block.hasRemaining()) {
      int count = Math.min(block.remaining(), piece.remaining());
      piece.put(block.slice().limit(count));
      block.position(block.position() + count);
      if (!piece.hasRemaining()) {
        writePiece();
      }
    }
  }

  /** Returns when everything is on the medium. */
  public void finish() throws StorageException {
    writePiece();
    force();
  }

  /** Bytes taken so far. */
  public long takenBytes() {
    return writtenBytes + piece.position();
  }

  private void writePiece() throws StorageException {
    piece.flip();
    int count = piece.remaining();
    if (count > 0) {
      try {
        device.write(piece, writtenBytes);
      } catch (IOException e) {
        throw failure(count + " bytes at offset " + writtenBytes, e);
      }
      writtenBytes += count;
      unforcedBytes += count;
    }
    piece.clear();
    if (!device.uncached() && unforcedBytes >= FORCE_EVERY_BYTES) {
      force();
    }
  }

  private void force() throws StorageException {
    try {
      device.force();
      unforcedBytes = 0;
    } catch (IOException e) {
      throw failure("forcing " + writtenBytes + " bytes to the medium", e);
    }
  }

  private StorageException failure(String what, @Nullable IOException e) {
    return new StorageException(
        StorageFault.SLOT_WRITE,
        device.name() + ": " + what + (e == null ? "" : ": " + e.getMessage()),
        e);
  }

  @Override
  public void close() throws StorageException {
    try {
      device.close();
    } catch (IOException e) {
      throw failure("closing", e);
    }
  }
}
