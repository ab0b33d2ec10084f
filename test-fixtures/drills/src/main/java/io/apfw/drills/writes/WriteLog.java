package io.apfw.drills.writes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log of writes as Linux' dm-log-writes made it known and QEMU's blklogwrites keeps it. All
 * numbers are little-endian, and everything is padded to a sector of 512 bytes:
 *
 * <pre>
 * superblock  magic 8, version 8, entries 8, sector size 4
 * entry       first sector 8, sectors 8, flags 8, data length 8; then the sectors, unless discarded
 * </pre>
 *
 * Flags: flush 1, FUA 2, discard 4, mark 8. A flush comes before what its entry writes. FUA is
 * refused: QEMU's virtio disk, the only one we record, has none. What is discarded counts as
 * written with zeros.
 */
final class WriteLog {
  private static final long MAGIC = 0x6a736677736872L;
  private static final long VERSION = 1;
  private static final int FLUSH = 1;
  private static final int DISCARD = 4;
  private static final int MARK = 8;
  private static final int SECTOR_BYTES = LoggedWrite.SECTOR_BYTES;

  private final String name;
  private final ByteBuffer log;
  private final long diskSectors;

  private WriteLog(String name, ByteBuffer log, long diskSectors) {
    this.name = name;
    this.log = log.order(ByteOrder.LITTLE_ENDIAN);
    this.diskSectors = diskSectors;
  }

  /**
   * Reads a log; the bytes stay in the file.
   *
   * @param diskSectors size of the disk that it is of
   * @throws WritesException when it is no such log, ends too early, or writes behind the disk's end
   */
  static List<LoggedWrite> read(Path file, long diskSectors) throws IOException, WritesException {
    String name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new WritesException(name + " has " + channel.size() + " bytes, 2 GiB are the most");
      }
      ByteBuffer log = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return new WriteLog(name, log, diskSectors).entries();
    }
  }

  private List<LoggedWrite> entries() throws WritesException {
    if (log.limit() < SECTOR_BYTES || log.getLong(0) != MAGIC) {
      throw bad("is no log of writes: it does not begin with the magic number");
    }
    if (log.getLong(8) != VERSION || log.getInt(24) != SECTOR_BYTES) {
      throw bad(
          "has version %d and sectors of %d bytes, known are version 1 and 512 bytes"
              .formatted(log.getLong(8), log.getInt(24)));
    }
    long count = log.getLong(16);
    List<LoggedWrite> entries = new ArrayList<>();
    int at = SECTOR_BYTES;
    for (int number = 0; number < count; number++) {
      if (log.limit() - at < SECTOR_BYTES) {
        throw bad("ends before entry " + number + " of " + count);
      }
      at = entry(number, at, entries);
    }
    return entries;
  }

  /** Takes one entry, and says where the next begins. */
  private int entry(int number, int at, List<LoggedWrite> entries) throws WritesException {
    long first = log.getLong(at);
    long sectors = log.getLong(at + 8);
    long flags = log.getLong(at + 16);
    String where = name + " entry " + number;
    if ((flags & ~(FLUSH | DISCARD | MARK)) != 0) {
      throw bad("entry %d has flags %d, known are 1, 4 and 8".formatted(number, flags));
    }
    if ((flags & MARK) != 0) {
      return at + SECTOR_BYTES;
    }
    if (first < 0 || sectors < 0 || first > diskSectors - sectors) {
      throw bad(
          "entry %d writes %d sectors from %d on, of a disk that has %d"
              .formatted(number, sectors, first, diskSectors));
    }
    if ((flags & FLUSH) != 0) {
      entries.add(new LoggedWrite(where, true, 0, ByteBuffer.allocate(0)));
    }
    int bytes = (int) sectors * SECTOR_BYTES;
    int next = at + SECTOR_BYTES;
    if ((flags & DISCARD) != 0) {
      entries.add(new LoggedWrite(where, false, (int) first, ByteBuffer.allocate(bytes)));
      return next;
    }
    if (log.limit() - next < bytes) {
      throw bad("ends inside entry " + number + ", whose " + bytes + " bytes are not all there");
    }
    if (bytes > 0) {
      entries.add(new LoggedWrite(where, false, (int) first, log.slice(next, bytes)));
    }
    return next + bytes;
  }

  private WritesException bad(String what) {
    return new WritesException(name + " " + what);
  }
}
