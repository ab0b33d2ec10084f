package io.apfw.storage.trust;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Holds a payload against its block map and its SHA-256, block after block, in order. */
public final class PayloadCheck {
  private final Manifest manifest;
  private final byte[] blockMap;
  private final MessageDigest ofBlock = Sha256.digest();
  private final MessageDigest ofPayload = Sha256.digest();
  private int blocks;

  PayloadCheck(Manifest manifest, byte[] blockMap) {
    this.manifest = manifest;
    this.blockMap = blockMap;
  }

  /** Bytes of the next block: the block size, less for the last one, 0 after it. */
  public int nextBlockBytes() {
    long rest = manifest.payloadBytes() - (long) blocks * manifest.blockBytes();
    return (int) Math.max(0, Math.min(rest, manifest.blockBytes()));
  }

  /**
   * Checks the next block.
   *
   * @param block exactly {@link #nextBlockBytes} remaining bytes, which stay remaining
   * @throws ImageRefusedException BLOCK_MISMATCH, naming the block's number and offset
   */
  public void block(ByteBuffer block) throws ImageRefusedException {
    if (block.remaining() != nextBlockBytes()) {
      throw new IllegalArgumentException(
          "block " + blocks + " has " + block.remaining() + " bytes, not " + nextBlockBytes());
    }
    ofPayload.update(block.duplicate());
    byte[] found = Sha256.of(ofBlock, block);
    int at = blocks * Sha256.BYTES;
    if (!Arrays.equals(found, 0, Sha256.BYTES, blockMap, at, at + Sha256.BYTES)) {
      throw new ImageRefusedException(
          ImageFault.BLOCK_MISMATCH,
          "block "
              + blocks
              + " of "
              + manifest.blockCount()
              + ", at payload offset "
              + (long) blocks * manifest.blockBytes());
    }
    blocks++;
  }

  /**
   * Checks the whole, after the last block.
   *
   * @throws ImageRefusedException PAYLOAD_MISMATCH
   */
  public void end() throws ImageRefusedException {
    if (nextBlockBytes() != 0) {
      throw new IllegalStateException("the payload has not ended after " + blocks + " blocks");
    }
    String found = HexFormat.of().formatHex(ofPayload.digest());
    if (!found.equals(manifest.payloadSha256())) {
      throw new ImageRefusedException(
          ImageFault.PAYLOAD_MISMATCH,
          "SHA-256 is " + found + ", signed was " + manifest.payloadSha256());
    }
  }
}
