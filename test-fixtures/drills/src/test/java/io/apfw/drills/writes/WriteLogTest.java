package io.apfw.drills.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLogTest {
  private static final int SECTOR = LoggedWrite.SECTOR_BYTES;
  private static final long MAGIC = 0x6a736677736872L;

  @TempDir private Path directory;

  /** A log as QEMU writes it. */
  static byte[] log(List<LoggedWrite> entries) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.writeBytes(superblock(MAGIC, 1, entries.size(), SECTOR));
    for (LoggedWrite entry : entries) {
      log.writeBytes(header(entry.firstSector(), entry.sectors(), entry.flush() ? 1 : 0));
      log.writeBytes(entry.bytes().array());
    }
    return log.toByteArray();
  }

  private static byte[] superblock(long magic, long version, long entries, int sectorBytes) {
    return little().putLong(magic).putLong(version).putLong(entries).putInt(sectorBytes).array();
  }

  private static byte[] header(long first, long sectors, long flags) {
    return little().putLong(first).putLong(sectors).putLong(flags).array();
  }

  private static ByteBuffer little() {
    return ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
  }

  private List<LoggedWrite> read(byte[]... parts) throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      log.writeBytes(part);
    }
    return WriteLog.read(Files.write(directory.resolve("boot.log"), log.toByteArray()), 100);
  }

  private void refused(String why, byte[]... parts) {
    assertThatThrownBy(() -> read(parts))
        .isInstanceOf(WritesException.class)
        .hasMessage("boot.log " + why);
  }

  @Test
  void writesAndFlushesComeInTheirOrder() throws Exception {
    byte[] two = SmallDisk.random(1, 2 * SECTOR);
    List<LoggedWrite> entries =
        read(
            superblock(MAGIC, 1, 3, SECTOR),
            header(7, 2, 0),
            two,
            header(0, 0, 1),
            header(3, 1, 4));
    assertThat(entries).extracting(LoggedWrite::flush).containsExactly(false, true, false);
    assertThat(entries).extracting(LoggedWrite::firstSector).containsExactly(7, 0, 3);
    assertThat(entries.get(0).where()).isEqualTo("boot.log entry 0");
    assertThat(entries.get(0).sector(1))
        .isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(two, SECTOR, 2 * SECTOR)));
    assertThat(entries.get(2).bytes()).isEqualTo(ByteBuffer.allocate(SECTOR));
  }

  @Test
  void aFlushComesBeforeWhatItsEntryWritesAndMarksAreNothing() throws Exception {
    List<LoggedWrite> entries =
        read(superblock(MAGIC, 1, 2, SECTOR), header(0, 0, 8), header(1, 1, 1), new byte[SECTOR]);
    assertThat(entries).extracting(LoggedWrite::flush).containsExactly(true, false);
  }

  @Test
  void whatTheSuperblockDoesNotCountIsNotThere() throws Exception {
    assertThat(read(superblock(MAGIC, 1, 0, SECTOR), header(1, 1, 0))).isEmpty();
  }

  @Test
  void whatIsNoLogIsRefused() {
    refused("is no log of writes: it does not begin with the magic number");
    refused(
        "is no log of writes: it does not begin with the magic number",
        superblock(MAGIC + 1, 1, 0, SECTOR));
    refused(
        "has version 2 and sectors of 512 bytes, known are version 1 and 512 bytes",
        superblock(MAGIC, 2, 0, SECTOR));
    refused(
        "has version 1 and sectors of 4096 bytes, known are version 1 and 512 bytes",
        superblock(MAGIC, 1, 0, 4096));
  }

  @Test
  void aLogThatEndsTooEarlyIsRefused() {
    byte[] two = superblock(MAGIC, 1, 2, SECTOR);
    refused("ends before entry 1 of 2", two, header(1, 1, 0), new byte[SECTOR]);
    refused("ends before entry 0 of 2", two, new byte[100]);
    refused(
        "ends inside entry 0, whose 1024 bytes are not all there",
        two,
        header(1, 2, 0),
        new byte[SECTOR]);
  }

  @Test
  void whatNoDiskOfOursIsAskedForIsRefused() {
    byte[] one = superblock(MAGIC, 1, 1, SECTOR);
    refused("entry 0 has flags 2, known are 1, 4 and 8", one, header(1, 1, 2));
    refused("entry 0 writes 2 sectors from 99 on, of a disk that has 100", one, header(99, 2, 0));
    refused("entry 0 writes 1 sectors from -1 on, of a disk that has 100", one, header(-1, 1, 0));
    long most = Long.MAX_VALUE;
    refused(
        "entry 0 writes %d sectors from 1 on, of a disk that has 100".formatted(most),
        one,
        header(1, most, 0));
  }
}
