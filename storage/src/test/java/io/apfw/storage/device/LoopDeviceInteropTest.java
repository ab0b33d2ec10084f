package io.apfw.storage.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.DirectoryMedium;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.slot.SlotTable;
import io.apfw.storage.slot.SlotWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots on the kernel's own loop devices; needs root, losetup, mkfs.ext4, mkswap and unshare. */
@Tag("interop")
class LoopDeviceInteropTest {
  private static final int BYTES = 4 * 1024 * 1024;

  @TempDir Path directory;
  private final Deque<String[]> undo = new ArrayDeque<>();
  private Path backing;
  private Path loop;

  @BeforeEach
  void attach() throws Exception {
    backing = Files.write(directory.resolve("backing"), new byte[BYTES]);
    loop = Path.of(run("losetup", "--find", "--show", backing.toString()).strip());
    undo.push(new String[] {"losetup", "--detach", loop.toString()});
    run("blockdev", "--setrw", loop.toString());
  }

  @AfterEach
  void detach() throws Exception {
    while (!undo.isEmpty()) {
      run(undo.pop());
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    return output;
  }

  /** The slot, while another one runs. */
  private InactiveSlot slot(Path device) throws Exception {
    return inactive(new Slot(SlotId.PART1, device));
  }

  private InactiveSlot inactive(Slot slot) throws Exception {
    Slot other = new Slot(SlotId.PART2, directory.resolve("part2"));
    return new SlotTable(
            new SlotTable.Row(slot, SlotRecord.EMPTY, SlotState.EMPTY, 0),
            new SlotTable.Row(other, SlotRecord.EMPTY, SlotState.GOOD, 0),
            new BootedSlot.Known(SlotId.PART2),
            List.of(SlotId.PART2, SlotId.PART1),
            false)
        .inactive();
  }

  private static void assertFault(StorageFault fault, ThrowingCallable call, String... details) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> {
              assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault);
              assertThat(e.detail()).contains(details);
            });
  }

  private void assertInUse(String... details) throws Exception {
    InactiveSlot slot = slot(loop);
    assertFault(StorageFault.SLOT_IN_USE, slot::openForWriting, details);
    assertFault(StorageFault.SLOT_IN_USE, () -> slot.checkWritable(1), details);
  }

  @Test
  void a_free_device_is_written_past_the_cache_and_keeps_what_it_got() throws Exception {
    byte[] content = new byte[3_000_001];
    new Random(3).nextBytes(content);
    InactiveSlot slot = slot(loop);
    assertThat(slot.sizeBytes()).isEqualTo(BYTES);
    try (SlotWriter writer = slot.openForWriting()) {
      writer.write(0, ByteBuffer.wrap(content));
      writer.finish(content.length);
    }
    try (BlockDevice device = slot.openForReading()) {
      assertThat(device.uncached()).isTrue();
      ByteBuffer read = AlignedBuffers.allocate(BYTES, device.alignmentBytes());
      assertThat(device.read(read, 0)).isEqualTo(BYTES);
      byte[] found = new byte[content.length];
      read.flip().get(found);
      assertThat(Arrays.mismatch(found, content)).isEqualTo(-1);
    }
  }

  @Test
  void a_link_is_the_device_and_two_names_of_one_device_are_no_two_slots() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("by-partlabel"), loop);
    assertThat(DeviceFinder.SYSTEM.find(link).orElseThrow())
        .isEqualTo(DeviceFinder.SYSTEM.find(loop).orElseThrow())
        .matches(DeviceId::isBlockDevice);
    SlotTable table =
        new SlotTable(
            new SlotTable.Row(new Slot(SlotId.PART1, link), SlotRecord.EMPTY, SlotState.GOOD, 0),
            new SlotTable.Row(new Slot(SlotId.PART2, loop), SlotRecord.EMPTY, SlotState.GOOD, 0),
            new BootedSlot.Known(SlotId.PART2),
            List.of(SlotId.PART2, SlotId.PART1),
            false);
    assertFault(StorageFault.SLOT_UNUSABLE, table::inactive, "are the same");
  }

  @Test
  void the_file_below_a_loop_device_is_in_use() throws Exception {
    InactiveSlot slot = slot(backing);
    assertFault(StorageFault.SLOT_IN_USE, slot::openForWriting, "stands on " + backing);
  }

  @Test
  void a_mounted_device_is_in_use() throws Exception {
    run("mkfs.ext4", "-q", loop.toString());
    Path point = Files.createDirectory(directory.resolve("the backup"));
    run("mount", loop.toString(), point.toString());
    undo.push(new String[] {"umount", point.toString()});
    assertInUse(loop + " is mounted on " + point);
  }

  /** As a unit with a mount namespace of its own sees, or does not see, the system's mounts. */
  @Test
  void a_device_that_is_mounted_in_another_namespace_is_in_use() throws Exception {
    run("mkfs.ext4", "-q", loop.toString());
    Path point = Files.createDirectory(directory.resolve("point"));
    Process other =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount \"$0\" \"$1\" && echo mounted && read end",
                loop.toString(),
                point.toString())
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("mounted");
      assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
          .doesNotContain(point.toString());
      assertInUse(loop + " is mounted on " + point, "/mountinfo");
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
    slot(loop).checkWritable(1);
  }

  @Test
  void a_swap_is_in_use() throws Exception {
    run("mkswap", loop.toString());
    run("swapon", loop.toString());
    undo.push(new String[] {"swapoff", loop.toString()});
    assertInUse(loop + " is swapped to");
  }

  @Test
  void a_write_protected_device_is_refused_and_told_from_a_broken_one() throws Exception {
    InactiveSlot slot = slot(loop);
    try (SlotWriter writer = slot.openForWriting()) {
      run("blockdev", "--setro", loop.toString());
      undo.push(new String[] {"blockdev", "--setrw", loop.toString()});
      writer.write(0, ByteBuffer.allocate(65_536));
      assertFault(
          StorageFault.SLOT_READ_ONLY, () -> writer.finish(65_536), "65536 bytes at offset");
    }
    assertFault(StorageFault.SLOT_READ_ONLY, () -> slot.checkWritable(1), "read-only");
    assertFault(StorageFault.SLOT_READ_ONLY, slot::openForWriting, "read-only");
  }

  @Test
  void a_device_whose_file_is_gone_cannot_be_used() throws Exception {
    run(undo.pop());
    assertFault(StorageFault.SLOT_GONE, slot(loop)::sizeBytes, "0 bytes: no medium is in it");
  }

  @Test
  void a_directory_whose_file_system_fills_up_says_so() throws Exception {
    Path part1 = Files.createDirectory(directory.resolve("part1"));
    run("mount", "-t", "tmpfs", "-o", "size=2m", "apfw-test", part1.toString());
    undo.push(new String[] {"umount", part1.toString()});
    InactiveSlot slot =
        inactive(new Slot(SlotId.PART1, part1, new DirectoryMedium(part1, DeviceUse.SYSTEM)));
    assertFault(
        StorageFault.SLOT_FULL, () -> slot.checkWritable(3_000_000), "3000000 bytes are needed");
    try (SlotWriter writer = slot.openForWriting()) {
      Files.write(part1.resolve("cnssdaemon.log"), new byte[1_500_000]);
      assertFault(
          StorageFault.SLOT_FULL,
          () -> writer.write(0, ByteBuffer.allocate(2_000_000)),
          "bytes at");
    }
    assertThat(part1.resolve("image")).doesNotExist();
  }
}
