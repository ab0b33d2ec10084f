package io.apfw.drills.writes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A disk of a few sectors with the partitions of a virtual AP, and what is written to it. */
final class SmallDisk {
  static final int SLOT_SECTORS = 32;
  static final int DATA_SECTORS = 16;
  static final int ENVIRONMENT = 8;
  static final int SECTOR = LoggedWrite.SECTOR_BYTES;

  /** Ends within a sector. */
  static final int PAYLOAD_BYTES = 30 * SECTOR - 100;

  private final ByteBuffer before;
  private final int environmentSectors;
  private final byte[] payload = random(3, PAYLOAD_BYTES);
  private final List<LoggedWrite> entries = new ArrayList<>();

  /** A disk whose environment partition holds this. */
  SmallDisk(byte[] environment) {
    this.environmentSectors = environment.length / SECTOR;
    this.before =
        ByteBuffer.allocate((data() + DATA_SECTORS + 8) * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    before.put(SECTOR, "EFI PART".getBytes(StandardCharsets.US_ASCII));
    before.putLong(SECTOR + 72, 2).putInt(SECTOR + 80, 4).putInt(SECTOR + 84, 128);
    partition(0, "env", ENVIRONMENT, environmentSectors);
    partition(1, "part1", part1(), SLOT_SECTORS);
    partition(2, "part2", part2(), SLOT_SECTORS);
    partition(3, "data", data(), DATA_SECTORS);
    before.put(ENVIRONMENT * SECTOR, environment);
    before.put(part1() * SECTOR, random(1, SLOT_SECTORS * SECTOR));
    before.put(part2() * SECTOR, random(2, SLOT_SECTORS * SECTOR));
  }

  /**
   * One that runs part2, with part1 as the way back; the blocks stand side by side, without ext2.
   */
  static SmallDisk make() {
    byte[] environment = new byte[8 * SECTOR];
    byte[] block = block("00000007", "part2", "G", "G", "00000007");
    System.arraycopy(block, 0, environment, 0, block.length);
    System.arraycopy(block, 0, environment, block.length, block.length);
    return new SmallDisk(environment);
  }

  private void partition(int index, String name, int first, int sectors) {
    int at = 2 * SECTOR + index * 128;
    before.putLong(at + 32, first).putLong(at + 40, first + sectors - 1);
    before.put(at + 56, name.getBytes(StandardCharsets.UTF_16LE));
  }

  static byte[] random(long seed, int bytes) {
    byte[] random = new byte[bytes];
    new Random(seed).nextBytes(random);
    return random;
  }

  int part1() {
    return ENVIRONMENT + environmentSectors;
  }

  int part2() {
    return part1() + SLOT_SECTORS;
  }

  int data() {
    return part2() + SLOT_SECTORS;
  }

  ByteBuffer before() {
    return before;
  }

  byte[] payload() {
    return payload.clone();
  }

  Medium medium() throws WritesException {
    return new Medium(before, List.of(new Payload("1.2.0", ByteBuffer.wrap(payload))));
  }

  List<LoggedWrite> entries() {
    return entries;
  }

  /** An environment block. */
  static byte[] block(String begin, String first, String part1, String part2, String end) {
    String text =
        "# GRUB Environment Block\napfw_begin=%s\napfw_first=%s\napfw_part1=%s\napfw_part2=%s\n"
                .formatted(begin, first, part1, part2)
            + "apfw_end="
            + end
            + "\n";
    return (text + "#".repeat(1024 - text.length())).getBytes(StandardCharsets.US_ASCII);
  }

  /** The partition as the reader of these disks takes it: the two blocks side by side. */
  static EnvironmentReader reader() {
    return partition ->
        GrubEnvironment.of(
            Optional.of(Arrays.copyOf(partition, 1024)),
            Optional.of(Arrays.copyOfRange(partition, 1024, 2048)));
  }

  SmallDisk write(int sector, byte[] bytes) {
    entries.add(
        new LoggedWrite("entry " + entries.size(), false, sector, ByteBuffer.wrap(bytes.clone())));
    return this;
  }

  SmallDisk flush() {
    entries.add(new LoggedWrite("entry " + entries.size(), true, 0, ByteBuffer.allocate(0)));
    return this;
  }

  /** The second block, then the first, each flushed. */
  SmallDisk environment(String number, String first, String part1, String part2) {
    byte[] block = block(number, first, part1, part2, number);
    return write(ENVIRONMENT + 2, block).flush().write(ENVIRONMENT, block).flush();
  }

  /** The new payload onto part1, four sectors at a time. */
  SmallDisk image() {
    byte[] padded = Arrays.copyOf(payload, 30 * SECTOR);
    for (int sector = 0; sector < 30; sector += 4) {
      int count = Math.min(4, 30 - sector);
      write(
          part1() + sector, Arrays.copyOfRange(padded, sector * SECTOR, (sector + count) * SECTOR));
    }
    return this;
  }

  /** All that an upgrade writes, in the order in which it must. */
  SmallDisk upgrade() {
    environment("00000008", "part2", "0", "G");
    image().flush();
    environment("00000009", "part1", "3", "G");
    // GRUB counts: one byte in both copies, and nothing is flushed.
    byte[] counted = block("00000009", "part1", "2", "G", "00000009");
    write(ENVIRONMENT + 2, Arrays.copyOf(counted, SECTOR));
    write(ENVIRONMENT, Arrays.copyOf(counted, SECTOR));
    write(data(), random(4, 2 * SECTOR)).flush();
    return environment("00000010", "part1", "G", "G");
  }
}
