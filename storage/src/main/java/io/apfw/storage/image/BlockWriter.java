package io.apfw.storage.image;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.SlotWriter;
import io.apfw.storage.trust.BlockMap;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.Sha256;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;

/**
 * Brings the blocks of a verified head onto an inactive slot, in any order and from any source, and
 * leaves alone what stands there already. No block is written that is not as signed, and nothing
 * that stood there before is believed but what hashes equal now: after a cut, a restart or a
 * failure nobody knows what reached the medium. One thread.
 *
 * <p>A source that sends everything in order uses {@link ImageIngest}. One that can fetch parts
 * does, once its gate has opened: {@link #keepStanding}, perhaps {@link #copyFrom} the slot that
 * runs, {@link #write} for each of {@link #missing}, {@link #finish}; read-back follows as always.
 */
public final class BlockWriter implements AutoCloseable {
  private final BlockMap map;
  private final SlotWriter slot;
  private final boolean resuming;
  private final ByteBuffer standing;
  private final BitSet done = new BitSet();
  private long writtenBytes;
  private long keptBytes;
  private long copiedBytes;

  /**
   * A writer; it closes the slot's.
   *
   * @param slot opened after the intent was journalled and the slot marked bad
   * @param resuming a part of this image may stand on the slot, so that a source which sends
   *     everything has it compared before it is written
   */
  public BlockWriter(VerifiedHead head, SlotWriter slot, boolean resuming) {
    this.map = head.blocks();
    this.slot = slot;
    this.resuming = resuming;
    this.standing = slot.allocate(Manifest.BLOCK_BYTES);
  }

  /** Whether a part of this very image may stand on the slot. */
  public boolean resuming() {
    return resuming;
  }

  /**
   * Reads the slot and keeps every block that stands in its place. A block that cannot be read
   * counts as missing.
   */
  public void keepStanding() {
    for (int block = done.nextClearBit(0); block < map.count(); block = next(block)) {
      ByteBuffer found = standing(block);
      if (map.holds(block, found)) {
        keep(block);
      }
    }
  }

  /**
   * Takes missing blocks from another device, such as the slot that runs, wherever on it they stand
   * at a multiple of the block size. What cannot be read there stays missing.
   */
  public void copyFrom(BlockDevice source) throws IOException, StorageException {
    Map<ByteBuffer, BitSet> wanted = map.byDigest();
    ByteBuffer piece = slot.allocate(Manifest.BLOCK_BYTES);
    long end = source.sizeBytes();
    for (long at = 0; at < end && done.cardinality() < map.count(); at += Manifest.BLOCK_BYTES) {
      try {
        source.read(piece.clear(), at);
      } catch (IOException e) {
        continue;
      }
      BitSet blocks =
          wanted.getOrDefault(
              ByteBuffer.wrap(Sha256.of(Sha256.digest(), piece.flip())), new BitSet());
      for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
        if (!done.get(block) && piece.remaining() == map.bytes(block)) {
          copiedBytes += map.bytes(block);
          put(block, piece.duplicate());
        }
      }
    }
  }

  /** The blocks that are neither kept nor written yet. */
  public BitSet missing() {
    BitSet missing = new BitSet();
    missing.set(0, map.count());
    missing.andNot(done);
    return missing;
  }

  /**
   * Writes a block; one that is there already is only judged.
   *
   * @param block its number, from 0
   * @param bytes all of it
   * @throws ImageRefusedException BLOCK_MISMATCH, and nothing of it is written
   * @throws StorageException SLOT_WRITE
   */
  public void write(int block, ByteBuffer bytes) throws ImageRefusedException, StorageException {
    map.check(block, bytes);
    if (!done.get(block)) {
      put(block, bytes);
    }
  }

  /** For a source that sends everything in order: takes what has been judged. */
  PayloadSink inOrder() {
    int[] next = {0};
    return bytes -> {
      int block = next[0]++;
      if (done.get(block)) {
        return;
      }
      if (resuming && standing(block).equals(bytes)) {
        keep(block);
      } else {
        put(block, bytes);
      }
    };
  }

  /**
   * Returns when every block is on the medium.
   *
   * @throws IllegalStateException while blocks are missing: a bug of the caller
   */
  public void finish() throws StorageException {
    if (done.cardinality() < map.count()) {
      throw new IllegalStateException(
          "blocks " + missing() + " of " + map.count() + " are missing");
    }
    slot.finish(map.payloadBytes());
  }

  /** What has been brought to its place so far, and how. */
  public Tally tally() {
    return new Tally(writtenBytes, keptBytes, copiedBytes);
  }

  /**
   * Where the blocks came from.
   *
   * @param writtenBytes written to the slot
   * @param keptBytes stood in their place and were not written
   * @param copiedBytes of those written, taken from another slot
   */
  public record Tally(long writtenBytes, long keptBytes, long copiedBytes) {}

  @Override
  public void close() throws StorageException {
    slot.close();
  }

  private int next(int block) {
    return done.nextClearBit(block + 1);
  }

  private void put(int block, ByteBuffer bytes) throws StorageException {
    slot.write(map.offset(block), bytes);
    done.set(block);
    writtenBytes += map.bytes(block);
  }

  private void keep(int block) {
    done.set(block);
    keptBytes += map.bytes(block);
  }

  /** What stands in a block's place; nothing where it cannot be read. */
  private ByteBuffer standing(int block) {
    try {
      slot.read(map.offset(block), standing.clear());
      standing.flip();
      return standing.limit(Math.min(standing.limit(), map.bytes(block)));
    } catch (IOException e) {
      return standing.limit(0);
    }
  }
}
