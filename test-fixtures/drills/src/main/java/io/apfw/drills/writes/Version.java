package io.apfw.drills.writes;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What one sector holds, durably or once a write is on the medium. */
final class Version {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  final int sector;

  /** Differs, but for chance, for another content or another sector. */
  final long hash;

  final int matches;

  /** What brought it; null: it is durable. */
  @Nullable UnflushedWrite write;

  /** What the sector holds without that write; null when it is durable. */
  @Nullable Version below;

  Version(Medium medium, int sector, ByteBuffer content) {
    this.sector = sector;
    this.matches = medium.matches(sector, content);
    long mixed = sector * MIX;
    for (int at = 0; at < LoggedWrite.SECTOR_BYTES; at += Long.BYTES) {
      mixed = (mixed ^ content.getLong(at)) * MIX;
      mixed ^= mixed >>> 29;
    }
    this.hash = mixed;
  }
}
