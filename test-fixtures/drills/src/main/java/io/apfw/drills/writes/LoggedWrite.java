package io.apfw.drills.writes;

import java.nio.ByteBuffer;

/**
 * One thing that a disk was asked for.
 *
 * @param where the log's name and the entry's number in it, from 0
 * @param flush all writes before it are durable now; it has no bytes
 * @param firstSector where the bytes go, in sectors of the disk
 * @param bytes whole sectors
 */
record LoggedWrite(String where, boolean flush, int firstSector, ByteBuffer bytes) {
  /** What a power cut leaves either old or new. */
  static final int SECTOR_BYTES = 512;

  int sectors() {
    return bytes.limit() / SECTOR_BYTES;
  }

  ByteBuffer sector(int index) {
    return bytes.slice(index * SECTOR_BYTES, SECTOR_BYTES);
  }
}
