package io.apfw.storage.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.DeviceUse;
import io.apfw.storage.device.FakeSystem;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory as a slot: one file, which is whole or not there. */
class DirectoryMediumTest {
  private static final int BYTES = 300_001;

  @TempDir Path root;
  private Path directory;
  private InactiveSlot slot;
  private final byte[] content = new byte[BYTES];

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(root.resolve("part1"));
    slot = slot(DeviceUse.SYSTEM);
    new Random(5).nextBytes(content);
  }

  private InactiveSlot slot(DeviceUse use) {
    return new InactiveSlot(new Slot(SlotId.PART1, directory, new DirectoryMedium(directory, use)));
  }

  private void write(byte[] bytes) throws StorageException {
    try (SlotWriter writer = slot.openForWriting()) {
      writer.write(0, ByteBuffer.wrap(bytes));
      writer.finish(bytes.length);
    }
  }

  private byte[] image() throws IOException {
    return Files.readAllBytes(directory.resolve("image"));
  }

  @Test
  void the_image_is_a_file_of_its_size() throws Exception {
    write(content);
    assertThat(image()).isEqualTo(content);
    byte[] shorter = Arrays.copyOf(content, 100_000);
    shorter[5] ^= 1;
    write(shorter);
    assertThat(image()).isEqualTo(shorter);
    try (var files = Files.list(directory)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("image");
    }
    try (BlockDevice device = slot.openForReading()) {
      assertThat(device.sizeBytes()).isEqualTo(100_000);
    }
  }

  @Test
  void what_is_not_finished_is_not_there_and_is_found_again() throws Exception {
    write(content);
    try (SlotWriter writer = slot.openForWriting()) {
      writer.write(0, ByteBuffer.allocate(2 * SlotWriter.PIECE_BYTES));
    }
    assertThat(directory.resolve("image")).doesNotExist();
    assertThatThrownBy(slot::openForReading)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_GONE));
    try (SlotWriter writer = slot.openForWriting()) {
      ByteBuffer stands = ByteBuffer.allocate(10);
      assertThat(writer.read(SlotWriter.PIECE_BYTES, stands)).isEqualTo(10);
      writer.write(0, ByteBuffer.wrap(content));
      writer.finish(BYTES);
    }
    assertThat(image()).isEqualTo(content);
  }

  /** The field's cause for an AP that could not install: its other partition was full. */
  @Test
  void room_is_asked_for_before_anything_is_touched_and_counts_what_is_overwritten()
      throws Exception {
    write(content);
    assertFault(
        StorageFault.SLOT_FULL,
        () -> slot.checkWritable(Long.MAX_VALUE),
        Long.MAX_VALUE + " bytes are needed, ",
        "remove what fills ");
    slot.checkWritable(Files.getFileStore(directory).getUsableSpace() / 2 + BYTES);
    assertThat(image()).isEqualTo(content);
  }

  @Test
  void a_directory_that_is_not_there_is_not_made() throws IOException {
    Files.delete(directory);
    assertFault(StorageFault.SLOT_GONE, () -> slot.checkWritable(1), "is its file system mounted?");
    assertFault(StorageFault.SLOT_GONE, slot::openForWriting, "is its file system mounted?");
    assertFault(StorageFault.SLOT_GONE, slot::sizeBytes, "is its file system mounted?");
    assertThat(directory).doesNotExist();
  }

  @Test
  void a_file_that_a_loop_device_stands_on_is_in_use() throws Exception {
    write(content);
    FakeSystem system = new FakeSystem(root.resolve("system"));
    system.disk("7:0", "loop0");
    system.attribute("7:0", "loop/backing_file", directory.resolve("image").toString());
    InactiveSlot used = slot(system.use());
    assertFault(StorageFault.SLOT_IN_USE, () -> used.checkWritable(1), "loop0 stands on ");
    assertFault(StorageFault.SLOT_IN_USE, used::openForWriting, "loop0 stands on ");
    assertThat(image()).isEqualTo(content);
  }

  @Test
  void a_slot_is_booted_from_its_file_and_not_from_the_other_one() throws Exception {
    Path other = Files.createDirectory(root.resolve("part2"));
    write(content);
    DirectoryMedium medium = new DirectoryMedium(directory, DeviceUse.SYSTEM);
    DeviceId file = DeviceUse.SYSTEM.finder().find(directory.resolve("image")).orElseThrow();
    assertThat(medium.isOn(file)).isTrue();
    assertThat(new DirectoryMedium(other, DeviceUse.SYSTEM).isOn(file)).isFalse();
    assertThat(medium.id()).isNotEqualTo(new DirectoryMedium(other, DeviceUse.SYSTEM).id());
  }

  private static void assertFault(StorageFault fault, ThrowingCallable call, String... details) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.detail()).contains(details);
            });
  }
}
