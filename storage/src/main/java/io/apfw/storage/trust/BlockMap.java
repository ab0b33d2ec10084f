package io.apfw.storage.trust;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The signed SHA-256 of each block of a payload. Blocks are numbered from 0 and may be judged in
 * any order, from any thread.
 */
public final class BlockMap {
  private final Manifest manifest;
  private final byte[] digests;

  BlockMap(Manifest manifest, byte[] digests) {
    this.manifest = manifest;
    this.digests = digests;
  }

  /** Number of blocks. */
  public int count() {
    return manifest.blockCount();
  }

  /** Size of the payload. */
  public long payloadBytes() {
    return manifest.payloadBytes();
  }

  /** Offset of a block in the payload, in bytes. */
  public long offset(int block) {
    return (long) block * manifest.blockBytes();
  }

  /** Size of a block in bytes; the last may be short. */
  public int bytes(int block) {
    return (int) Math.min(manifest.blockBytes(), manifest.payloadBytes() - offset(block));
  }

  /**
   * Judges a block by what was signed.
   *
   * @param bytes all of the block, which stay remaining
   * @throws ImageRefusedException BLOCK_MISMATCH, naming the block's number and offset
   */
  public void check(int block, ByteBuffer bytes) throws ImageRefusedException {
    if (!holds(block, bytes)) {
      throw mismatch(block);
    }
  }

  /** Whether these bytes, which stay remaining, are the block. */
  public boolean holds(int block, ByteBuffer bytes) {
    return bytes.remaining() == bytes(block) && isDigest(block, Sha256.of(Sha256.digest(), bytes));
  }

  /** Which blocks have which digest: several for bytes that occur more than once. */
  public Map<ByteBuffer, BitSet> byDigest() {
    Map<ByteBuffer, BitSet> blocks = new HashMap<>();
    for (int block = 0; block < count(); block++) {
      ByteBuffer digest = ByteBuffer.wrap(digests, block * Sha256.BYTES, Sha256.BYTES);
      blocks.computeIfAbsent(digest.asReadOnlyBuffer(), unused -> new BitSet()).set(block);
    }
    return blocks;
  }

  boolean isDigest(int block, byte[] digest) {
    int at = block * Sha256.BYTES;
    return Arrays.equals(digest, 0, Sha256.BYTES, digests, at, at + Sha256.BYTES);
  }

  ImageRefusedException mismatch(int block) {
    return new ImageRefusedException(
        ImageFault.BLOCK_MISMATCH,
        "block " + block + " of " + count() + ", at payload offset " + offset(block));
  }
}
