package io.apfw.storage.trust;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Holds a payload against its block map and its SHA-256, block after block, in order. */
public final class PayloadCheck {
  private final Manifest manifest;
  private final BlockMap map;
  private final MessageDigest ofBlock = Sha256.digest();
  private final MessageDigest ofPayload = Sha256.digest();
  private int blocks;

  PayloadCheck(Manifest manifest, BlockMap map) {
    this.manifest = manifest;
    this.map = map;
  }

  /** Bytes of the next block: the block size, less for the last one, 0 after it. */
  public int nextBlockBytes() {
    return blocks < map.count() ? map.bytes(blocks) : 0;
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
    if (!map.isDigest(blocks, Sha256.of(ofBlock, block))) {
      throw map.mismatch(blocks);
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
