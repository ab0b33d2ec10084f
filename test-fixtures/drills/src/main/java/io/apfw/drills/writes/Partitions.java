package io.apfw.drills.writes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The partitions of a disk, by the name that its GUID partition table (UEFI 2.10, 5.3) has. */
final class Partitions {
  private static final int SECTOR_BYTES = LoggedWrite.SECTOR_BYTES;
  private static final byte[] SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
  private static final int ENTRIES_OFFSET = 72;
  private static final int NAME_OFFSET = 56;
  private static final int NAME_BYTES = 72;
  private static final int ENTRIES_MAX = 128;

  private final Map<String, Range> byName = new HashMap<>();

  /** Sectors that follow each other. */
  record Range(int first, int sectors) {
    boolean has(int sector) {
      return sector >= first && sector - first < sectors;
    }
  }

  Partitions(ByteBuffer disk) throws WritesException {
    if (disk.limit() < 2 * SECTOR_BYTES
        || !disk.slice(SECTOR_BYTES, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE))) {
      throw new WritesException("the disk has no GUID partition table");
    }
    ByteBuffer numbers = disk.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int table = SECTOR_BYTES + ENTRIES_OFFSET;
    long at = numbers.getLong(table) * SECTOR_BYTES;
    int count = Math.min(numbers.getInt(table + 8), ENTRIES_MAX);
    int bytes = numbers.getInt(table + 12);
    for (int i = 0; i < count; i++) {
      if (bytes < NAME_OFFSET + NAME_BYTES || at < 0 || at > disk.limit() - bytes) {
        throw new WritesException("the disk's GUID partition table is damaged");
      }
      entry(numbers, (int) at);
      at += bytes;
    }
  }

  private void entry(ByteBuffer disk, int at) throws WritesException {
    byte[] name = new byte[NAME_BYTES];
    disk.get(at + NAME_OFFSET, name);
    long first = disk.getLong(at + 32);
    long last = disk.getLong(at + 40);
    if (last == 0) {
      return;
    }
    if (first < 0 || last < first || last >= disk.limit() / SECTOR_BYTES) {
      throw new WritesException("the disk's GUID partition table names sectors it has not");
    }
    byName.put(
        new String(name, StandardCharsets.UTF_16LE).trim(),
        new Range((int) first, (int) (last - first + 1)));
  }

  Range named(String name) throws WritesException {
    Range range = byName.get(name);
    if (range == null) {
      throw new WritesException("the disk has no partition " + name + ", only " + byName.keySet());
    }
    return range;
  }
}
