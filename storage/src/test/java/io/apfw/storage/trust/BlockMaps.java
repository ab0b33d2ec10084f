package io.apfw.storage.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Maps of payloads that nobody has. */
public final class BlockMaps {
  private BlockMaps() {}

  /** So many blocks, the last with so many bytes. */
  public static BlockMap of(int blocks, int lastBytes) {
    return new BlockMap(
        new Manifest(
            "ap1g8",
            "1",
            0,
            List.of("C9105AXI"),
            "0.1",
            Instant.EPOCH,
            "rootfs.img",
            (blocks - 1L) * Manifest.BLOCK_BYTES + lastBytes,
            "0".repeat(64),
            Manifest.BLOCK_BYTES,
            "0".repeat(64),
            OptionalLong.empty(),
            Optional.empty()),
        new byte[blocks * Sha256.BYTES]);
  }
}
