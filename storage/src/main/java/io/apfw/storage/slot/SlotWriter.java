package io.apfw.storage.slot;

import io.apfw.storage.device.AlignedBuffers;
import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceException;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an inactive slot. Bytes that follow each other are gathered to pieces of {@value
 * #PIECE_BYTES} bytes. Nothing is promised before {@link #finish} returns. Closing without
 * finishing leaves a part of a payload, which the boot environment already calls bad. One thread.
 */
public final class SlotWriter implements AutoCloseable {
  /** 64 KiB pieces take a tenth longer, 1350-byte ones five times. */
  static final int PIECE_BYTES = 1024 * 1024;

  /** Through the cache the medium is kept busy meanwhile, so that the last force is short. */
  private static final int FORCE_EVERY_BYTES = 8 * PIECE_BYTES;

  private final BlockDevice device;
  private final ByteBuffer piece;
  private final long slotBytes;
  private long pieceOffset;
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

  /**
   * Takes all remaining bytes for this offset. They are on the device no later than when {@link
   * #finish} returns; each byte of a slot is to be written once.
   *
   * @throws StorageException SLOT_TOO_SHORT for bytes that leave the slot, of which none are taken;
   *     SLOT_FULL, SLOT_IO_ERROR, SLOT_READ_ONLY, SLOT_GONE; SLOT_WRITE for any other cause
   */
  public void write(long offset, ByteBuffer bytes) throws StorageException {
    if (offset < 0 || offset + bytes.remaining() > slotBytes) {
      throw failure(
          StorageFault.SLOT_TOO_SHORT,
          offset + bytes.remaining() + " bytes do not fit its " + slotBytes,
          null);
    }
    if (offset != pieceOffset + piece.position()) {
      writePiece(offset);
    }
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), piece.remaining());
      piece.put(bytes.slice().limit(count));
      bytes.position(bytes.position() + count);
      if (!piece.hasRemaining()) {
        writePiece(pieceOffset + PIECE_BYTES);
      }
    }
  }

  /**
   * Reads what stands on the slot, past the cache where the device can; nothing of what was written
   * here and not finished.
   *
   * @param target filled from its position on, as far as the slot goes
   * @return the bytes read
   */
  public int read(long offset, ByteBuffer target) throws IOException {
    return device.read(target, offset);
  }

  /** Memory from which and into which this slot's device transfers past the cache. */
  public ByteBuffer allocate(int bytes) {
    return AlignedBuffers.allocate(bytes, device.alignmentBytes());
  }

  /**
   * Returns when everything that stands on the slot is on the medium, whoever wrote it.
   *
   * @param contentBytes size of the content, from the slot's first byte
   */
  public void finish(long contentBytes) throws StorageException {
    writePiece(pieceOffset);
    force();
    try {
      device.publish(contentBytes);
    } catch (IOException e) {
      throw failure("publishing " + contentBytes + " bytes", e);
    }
  }

  private void writePiece(long nextOffset) throws StorageException {
    piece.flip();
    int count = piece.remaining();
    if (count > 0) {
      try {
        device.write(piece, pieceOffset);
      } catch (IOException e) {
        throw failure(count + " bytes at offset " + pieceOffset, e);
      }
      writtenBytes += count;
      unforcedBytes += count;
    }
    piece.clear();
    pieceOffset = nextOffset;
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

  private StorageException failure(String what, IOException e) {
    return failure(DeviceException.faultOf(e, StorageFault.SLOT_WRITE), what, e);
  }

  private StorageException failure(StorageFault fault, String what, @Nullable IOException e) {
    return new StorageException(
        fault, device.name() + ": " + what + (e == null ? "" : ": " + e.getMessage()), e);
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
