package io.apfw.storage.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileBlockDeviceTest {
  private static final int SIZE = 64 * 1024 + 100;

  @TempDir Path directory;

  /** Aligned transfers may take another way than the others; both see the same bytes. */
  @ParameterizedTest
  @CsvSource({"0, 8192", "4096, 4096", "1, 8192", "4096, 100", "61440, 4196", "65536, 100"})
  void aligned_and_unaligned_transfers_see_the_same_bytes(int offset, int count)
      throws IOException {
    Path file = Files.write(directory.resolve("slot"), new byte[SIZE]);
    byte[] data = new byte[count];
    new Random(7).nextBytes(data);
    try (FileBlockDevice device = FileBlockDevice.openForWriting(file)) {
      ByteBuffer aligned = AlignedBuffers.allocate(8192, device.alignmentBytes());
      device.write(aligned.put(data).flip(), offset);
      device.force();
    }
    byte[] expected = new byte[SIZE];
    System.arraycopy(data, 0, expected, offset, count);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    try (FileBlockDevice device = FileBlockDevice.openForReading(file)) {
      ByteBuffer whole = AlignedBuffers.allocate(17 * 4096, device.alignmentBytes());
      assertThat(device.read(whole, 0)).isEqualTo(SIZE);
      byte[] read = new byte[SIZE];
      whole.flip().get(read);
      assertThat(read).isEqualTo(expected);
    }
  }

  @Test
  void never_grows_creates_or_truncates() throws IOException {
    Path file = Files.write(directory.resolve("slot"), new byte[] {1, 2, 3});
    try (FileBlockDevice device = FileBlockDevice.openForWriting(file)) {
      assertThat(device.sizeBytes()).isEqualTo(3);
      assertThatThrownBy(() -> device.write(ByteBuffer.allocate(2), 2))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("2 bytes at offset 2 leave")
          .hasMessageContaining("3 bytes");
    }
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> FileBlockDevice.openForWriting(missing))
        .isInstanceOfSatisfying(
            DeviceException.class, e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_GONE))
        .hasRootCauseInstanceOf(NoSuchFileException.class);
    assertThat(missing).doesNotExist();
  }

  @Test
  void a_read_only_device_refuses_to_write() throws IOException {
    Path file = Files.write(directory.resolve("slot"), new byte[4096]);
    try (FileBlockDevice device = FileBlockDevice.openForReading(file)) {
      assertThatThrownBy(() -> device.write(ByteBuffer.allocate(1), 0))
          .isInstanceOfSatisfying(
              DeviceException.class,
              e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_READ_ONLY));
    }
  }

  @Test
  void reading_past_the_end_gives_nothing() throws IOException {
    byte[] data = new byte[5000];
    Arrays.fill(data, (byte) 9);
    Path file = Files.write(directory.resolve("slot"), data);
    try (FileBlockDevice device = FileBlockDevice.openForReading(file)) {
      assertThat(device.read(ByteBuffer.allocate(10), 4995)).isEqualTo(5);
      assertThat(device.read(ByteBuffer.allocate(10), 5000)).isZero();
      assertThat(device.read(ByteBuffer.allocate(10), 9999)).isZero();
    }
  }
}
