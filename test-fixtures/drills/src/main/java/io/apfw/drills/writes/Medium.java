package io.apfw.drills.writes;

import io.apfw.drills.writes.Partitions.Range;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The disk before the first write, and what its sectors may hold. A slot's candidates are its
 * content before and each payload; of what is no partition of ours, only the content before is one.
 * Each candidate of each region has a counter of the sectors that differ from it.
 */
final class Medium {
  private static final int SECTOR_BYTES = LoggedWrite.SECTOR_BYTES;

  private final ByteBuffer before;
  private final Range environment;
  private final Range data;
  private final Range part1;
  private final Range part2;
  private final List<Payload> payloads;

  /**
   * @param before the whole disk
   * @param payloads what the controller may have sent
   */
  Medium(ByteBuffer before, List<Payload> payloads) throws WritesException {
    this.before = before;
    this.payloads = payloads;
    Partitions partitions = new Partitions(before);
    this.environment = partitions.named("env");
    this.data = partitions.named("data");
    this.part1 = partitions.named(SlotId.PART1.label());
    this.part2 = partitions.named(SlotId.PART2.label());
    long slotBytes = (long) Math.min(part1.sectors(), part2.sectors()) * SECTOR_BYTES;
    for (Payload payload : payloads) {
      if (payload.bytes().limit() > slotBytes) {
        throw new WritesException(payload.version() + " does not fit the slots");
      }
    }
  }

  static Medium of(Path disk, List<Payload> payloads) throws IOException, WritesException {
    try (FileChannel channel = FileChannel.open(disk)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new WritesException(disk + " has " + channel.size() + " bytes, 2 GiB are the most");
      }
      return new Medium(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), payloads);
    }
  }

  int sectors() {
    return before.limit() / SECTOR_BYTES;
  }

  ByteBuffer before(int sector) {
    return before.slice(sector * SECTOR_BYTES, SECTOR_BYTES);
  }

  Range environment() {
    return environment;
  }

  boolean isSlot(int sector) {
    return part1.has(sector) || part2.has(sector);
  }

  /** How many counters there are. */
  int counters() {
    return outside() + 1;
  }

  /** The counter of what is no partition of ours. */
  int outside() {
    return 2 * (payloads.size() + 1);
  }

  /** The counter of a slot's content before; those of the payloads follow. */
  int slot(SlotId id) {
    return id == SlotId.PART1 ? 0 : payloads.size() + 1;
  }

  int payloads() {
    return payloads.size();
  }

  /** The first counter of a sector's region. */
  int counter(int sector) {
    if (part1.has(sector)) {
      return slot(SlotId.PART1);
    }
    if (part2.has(sector)) {
      return slot(SlotId.PART2);
    }
    return outside();
  }

  /** How many candidates a sector's region has. */
  int candidates(int sector) {
    if (isSlot(sector)) {
      return payloads.size() + 1;
    }
    return environment.has(sector) || data.has(sector) ? 0 : 1;
  }

  /** Bit i: the sector is as its region's candidate i has it, or that says nothing of it. */
  int matches(int sector, ByteBuffer content) {
    int matches = candidates(sector) > 0 && content.equals(before(sector)) ? 1 : 0;
    if (isSlot(sector)) {
      int at = (sector - (part1.has(sector) ? part1 : part2).first()) * SECTOR_BYTES;
      for (int i = 0; i < payloads.size(); i++) {
        ByteBuffer payload = payloads.get(i).bytes();
        int count = Math.max(0, Math.min(SECTOR_BYTES, payload.limit() - at));
        if (count == 0 || content.slice(0, count).equals(payload.slice(at, count))) {
          matches |= 2 << i;
        }
      }
    }
    return matches;
  }
}
