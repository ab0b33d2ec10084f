package io.apfw.drills.writes;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.slot.SlotId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is summed up of images, against images that are really made. */
class CrashImagesTest {
  private static final int SECTOR = SmallDisk.SECTOR;

  private final SmallDisk disk = SmallDisk.make();

  /** What is durable, and since then. */
  private byte[] durable = disk.before().array().clone();

  private final List<LoggedWrite> since = new ArrayList<>();

  private byte[] made(CrashImages.Choice choice) {
    byte[] image = durable.clone();
    for (int write = 0; write < since.size(); write++) {
      LoggedWrite logged = since.get(write);
      for (int i = 0; i < logged.sectors(); i++) {
        if (choice.keeps(write, i)) {
          logged.sector(i).get(image, (logged.firstSector() + i) * SECTOR, SECTOR);
        }
      }
    }
    return image;
  }

  private static int wrong(byte[] image, int slot, byte[] candidate) {
    int wrong = 0;
    for (int at = 0; at < candidate.length; at += SECTOR) {
      int count = Math.min(SECTOR, candidate.length - at);
      ByteBuffer found = ByteBuffer.wrap(image, slot * SECTOR + at, count);
      wrong += found.equals(ByteBuffer.wrap(candidate, at, count)) ? 0 : 1;
    }
    return wrong;
  }

  /** Sectors of the slots, the environment and what is outside, over and over each other. */
  private void random(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      if (random.nextInt(12) == 0) {
        disk.flush();
        continue;
      }
      int at = disk.part1() + random.nextInt(6);
      int sectors = 1 + random.nextInt(4);
      byte[] bytes = new byte[sectors * SECTOR];
      switch (random.nextInt(4)) {
        case 0 -> at = SmallDisk.ENVIRONMENT + random.nextInt(4);
        case 1 -> at = random.nextInt(10);
        case 2 ->
            System.arraycopy(disk.payload(), (at - disk.part1()) * SECTOR, bytes, 0, bytes.length);
        default -> random.nextBytes(bytes);
      }
      disk.write(at, bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsSummedUpIsWhatIsThere(long seed) throws Exception {
    random(seed);
    Medium medium = disk.medium();
    CrashImages images = new CrashImages(medium, seed);
    Map<Long, Long> byHash = new HashMap<>();
    Map<Long, Long> byEnvironment = new HashMap<>();
    byte[] before = disk.before().array();
    byte[] part1 = slice(before, disk.part1(), SmallDisk.SLOT_SECTORS);
    int slot = medium.slot(SlotId.PART1);
    int[] count = {0};
    for (LoggedWrite entry : disk.entries()) {
      if (entry.flush()) {
        durable = made((write, sector) -> true);
        since.clear();
      } else {
        since.add(entry);
      }
      images.next(
          entry,
          (image, choice) -> {
            count[0]++;
            byte[] made = made(choice);
            byte[] environment =
                slice(made, SmallDisk.ENVIRONMENT, disk.part1() - SmallDisk.ENVIRONMENT);
            assertThat(
                    List.of(
                        image.wrong(slot), image.wrong(slot + 1), image.wrong(medium.outside())))
                .as("%s", choice)
                .containsExactly(
                    wrong(made, disk.part1(), part1),
                    wrong(made, disk.part1(), disk.payload()),
                    wrong(made, 0, slice(before, 0, SmallDisk.ENVIRONMENT)));
            assertThat(images.environment(choice)).isEqualTo(environment);
            same(byHash, image.hash(), made);
            same(byEnvironment, image.environment(), environment);
          });
    }
    assertThat(byHash.values()).doesNotHaveDuplicates();
    assertThat(byEnvironment.values()).doesNotHaveDuplicates();
    assertThat(count[0]).isGreaterThan(1000);
  }

  /** One number for one content. */
  private static void same(Map<Long, Long> contents, long number, byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    long sum = checksum.getValue() << 32 ^ Arrays.hashCode(content);
    assertThat(contents.computeIfAbsent(number, n -> sum)).isEqualTo(sum);
  }

  private static byte[] slice(byte[] bytes, int first, int sectors) {
    byte[] slice = new byte[sectors * SECTOR];
    System.arraycopy(bytes, first * SECTOR, slice, 0, slice.length);
    return slice;
  }

  @Test
  void everySubsetOfFewWritesAndEveryTearOfTheLastIsTried() throws Exception {
    for (int i = 0; i < 4; i++) {
      disk.write(disk.data() + 4 * i, SmallDisk.random(i, 4 * SECTOR));
    }
    CrashImages images = new CrashImages(disk.medium(), 1);
    Set<Long> last = new HashSet<>();
    for (LoggedWrite entry : disk.entries()) {
      last.clear();
      images.next(entry, (image, choice) -> last.add(image.hash()));
    }
    assertThat(last).hasSizeGreaterThanOrEqualTo(16 + 3);
  }

  @Test
  void ofManyWritesEachIsMissingOnceAndLateOnesArriveFirst() throws Exception {
    for (int i = 0; i < 300; i++) {
      disk.write(disk.data() + i % SmallDisk.DATA_SECTORS, SmallDisk.random(i, SECTOR));
    }
    CrashImages images = new CrashImages(disk.medium(), 1);
    Set<String> last = new HashSet<>();
    for (LoggedWrite entry : disk.entries()) {
      last.clear();
      images.next(entry, (image, choice) -> last.add(choice.toString()));
    }
    assertThat(last)
        .contains("all up to entry 299", "all up to entry 299 but entry 298")
        .hasSizeLessThan(350)
        .contains("up to entry 299, of the 300 not flushed, from 0, no. 299");
  }
}
