package io.apfw.drills.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CrashJudgeTest {
  private static final int SECTOR = SmallDisk.SECTOR;
  private static final int ENVIRONMENT = SmallDisk.ENVIRONMENT;

  private final SmallDisk disk = SmallDisk.make();

  private WritesResult judged(Mutant mutant) throws Exception {
    Medium medium = disk.medium();
    return CrashJudge.judge(medium, mutant.of(disk.entries(), medium), SmallDisk.reader(), 1);
  }

  private WritesResult judged() throws Exception {
    return judged(Mutant.NONE);
  }

  @Test
  void nothingIsWrongWithWhatARightAgentWrites() throws Exception {
    disk.upgrade();
    WritesResult result = judged();
    assertThat(result.violations()).isEmpty();
    assertThat(result.passed()).isTrue();
    assertThat(result.distinct()).isGreaterThan(150).isLessThanOrEqualTo(result.images());
    assertThat(result.writes()).isEqualTo(17);
    assertThat(result.flushes()).isEqualTo(8);
    assertThat(result.environments()).as("two copies, three writes, two counts").isEqualTo(10);
    assertThat(result.told()).isEmpty();
  }

  @Test
  void withoutFlushesTheSameWritesAreWrong() throws Exception {
    disk.upgrade();
    WritesResult result = judged(Mutant.NO_FLUSH);
    assertThat(result.flushes()).isZero();
    assertThat(result.violations().get(Violation.INCOMPLETE_BOOTED)).isGreaterThan(10);
    assertThat(result.violations().get(Violation.INCOMPLETE_FALLBACK)).isGreaterThan(10);
    assertThat(result.violations()).hasSize(2);
    assertThat(result.told())
        .hasSize(6)
        .allMatch(line -> line.contains("up to entry "))
        .anyMatch(line -> line.endsWith("whole image, apfw_first=part1 apfw_part1=3 apfw_part2=G"));
  }

  @Test
  void theFlagBeforeTheImageIsWrongThoughAllIsFlushed() throws Exception {
    disk.upgrade();
    WritesResult result = judged(Mutant.FLAG_FIRST);
    assertThat(result.violations().get(Violation.INCOMPLETE_BOOTED)).isGreaterThan(10);
  }

  @Test
  void aFlushThatIsMissingIsNoticedUnlessTheNextOneComesInTime() throws Exception {
    disk.environment("00000008", "part2", "0", "G").image();
    int flushed = disk.entries().size();
    disk.environment("00000009", "part1", "3", "G");
    assertThat(judged().passed()).as("what flushes the second copy flushes the image").isTrue();

    disk.entries().remove(flushed + 1);
    assertThat(judged().violations().get(Violation.INCOMPLETE_BOOTED)).isPositive();
  }

  @Test
  void aSlotThatIsWrittenWhileItMayBeBootedIsNoticed() throws Exception {
    disk.image().flush();
    assertThat(judged().violations()).containsOnlyKeys(Violation.INCOMPLETE_FALLBACK);
  }

  @Test
  void oneSectorOfTheImageIsEnough() throws Exception {
    disk.environment("00000008", "part2", "0", "G").image();
    disk.write(disk.part1() + 29, new byte[SECTOR]).flush();
    disk.environment("00000009", "part1", "3", "G");
    assertThat(judged().violations().get(Violation.INCOMPLETE_BOOTED)).isPositive();
  }

  @Test
  void whatStandsBehindTheImageDoesNotCount() throws Exception {
    byte[] last = new byte[3 * SECTOR];
    System.arraycopy(disk.payload(), 29 * SECTOR, last, 0, SECTOR - 100);
    Arrays.fill(last, SECTOR - 100, last.length, (byte) 0x55);
    disk.environment("00000008", "part2", "0", "G").image();
    disk.write(disk.part1() + 29, last).flush();
    disk.environment("00000009", "part1", "3", "G");
    assertThat(judged().passed()).isTrue();
  }

  @Test
  void theSecondCopyIsUsedWhereTheFirstIsTruncatedToBeWritten() throws Exception {
    byte[] next = SmallDisk.block("00000008", "part2", "0", "G", "00000008");
    disk.write(ENVIRONMENT, new byte[1024]).flush().write(ENVIRONMENT, next).flush();
    WritesResult result = judged();
    assertThat(result.passed()).isTrue();
    assertThat(result.secondCopyUsed()).isEqualTo(2);
  }

  @Test
  void anEnvironmentWithoutAWholeCopyIsLost() throws Exception {
    byte[] torn = SmallDisk.block("00000008", "part2", "0", "G", "00000007");
    disk.write(ENVIRONMENT, torn).write(ENVIRONMENT + 2, torn).flush();
    assertThat(judged().violations()).containsOnlyKeys(Violation.ENVIRONMENT_LOST);
  }

  @Test
  void anEnvironmentThatForbidsBothSlotsIsNoticed() throws Exception {
    disk.environment("00000008", "part2", "0", "0");
    assertThat(judged().violations()).containsOnlyKeys(Violation.NOTHING_BOOTABLE);
  }

  @Test
  void nothingTouchesTheSlotThatRunsTheBootLoaderOrThePartitionTable() throws Exception {
    disk.write(disk.part2() + 5, new byte[SECTOR]).flush();
    disk.write(2, new byte[SECTOR]).flush();
    assertThat(judged().violations())
        .containsOnlyKeys(
            Violation.RUNNING_SLOT_CHANGED, Violation.OUTSIDE_CHANGED, Violation.INCOMPLETE_BOOTED);
  }

  @Test
  void aDiskWithoutAnEnvironmentCannotBeJudged() {
    SmallDisk empty = new SmallDisk(new byte[8 * SECTOR]);
    assertThatThrownBy(
            () -> CrashJudge.judge(empty.medium(), empty.entries(), SmallDisk.reader(), 1))
        .isInstanceOf(WritesException.class)
        .hasMessageContaining("no whole boot environment before the first write");
  }
}
