package io.apfw.storage.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever uses a device is seen, and who uses another one is not in the way. */
class DeviceUseTest {
  private static final String ROOT =
      """
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      23 22 0:21 / /proc rw,nosuid shared:5 - proc proc rw
      """;

  @TempDir Path directory;
  private FakeSystem system;
  private DeviceId disk;
  private DeviceId running;
  private DeviceId target;

  @BeforeEach
  void make() throws IOException {
    system = new FakeSystem(directory);
    disk = system.disk("8:0", "sda");
    running = system.disk("8:1", "sda/sda1");
    target = system.disk("8:2", "sda/sda2");
    system.mounts("self", ROOT);
    system.mounts("1", ROOT);
  }

  private void assertUsed(DeviceId device, String by) throws IOException {
    assertThat(system.use().of(device)).hasValueSatisfying(user -> assertThat(user).contains(by));
  }

  @Test
  void a_partition_beside_the_mounted_one_is_free() throws IOException {
    assertThat(system.use().of(target)).isEmpty();
    assertUsed(running, "/dev/sda1 is mounted on /");
  }

  @Test
  void a_disk_is_in_use_with_any_of_its_partitions() throws IOException {
    assertUsed(disk, "/dev/sda1 is mounted on /");
  }

  @Test
  void a_partition_is_in_use_when_its_whole_disk_is() throws IOException {
    system.attribute("8:0", "holders/md0", "");
    assertUsed(target, "device 8:0 is held by md0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"self", "1", "4711"})
  void a_mount_is_seen_in_every_namespace(String process) throws IOException {
    system.namespace("4711", "mnt:[4026532000]");
    system.mounts("4711", ROOT);
    system.mounts(process, ROOT + "90 22 8:2 / /mnt/the\\040backup ro - squashfs /dev/sda2 ro\n");
    assertUsed(target, "/dev/sda2 is mounted on /mnt/the backup");
  }

  @Test
  void a_file_system_with_a_number_of_its_own_is_seen_by_its_source() throws IOException {
    system.node("/dev/disk/by-partlabel/part2", target);
    system.mounts("1", ROOT + "90 22 0:44 / /data rw - btrfs /dev/disk/by-partlabel/part2 rw\n");
    assertUsed(target, "/dev/disk/by-partlabel/part2 is mounted on /data");
  }

  @Test
  void a_swap_is_seen_whatever_its_name() throws IOException {
    system.node("/dev/disk/by-uuid/x y", target);
    Files.writeString(
        system.proc.resolve("swaps"),
        "Filename\tType\n/dev/disk/by-uuid/x\\040y  partition\t1\t0\t-2\n");
    assertUsed(target, "/dev/disk/by-uuid/x y is swapped to");
  }

  @Test
  void a_holder_is_seen() throws IOException {
    system.attribute("8:2", "holders/dm-0", "");
    assertUsed(target, "device 8:2 is held by dm-0");
  }

  @Test
  void a_loop_device_on_it_is_seen() throws IOException {
    system.disk("7:0", "loop0");
    system.disk("7:1", "loop1");
    system.attribute("7:1", "loop/backing_file", "/dev/sda2");
    assertUsed(target, "loop1 stands on /dev/sda2");
  }

  @Test
  void a_file_is_in_use_below_a_loop_device_or_as_a_swap() throws IOException {
    Path file = Files.writeString(directory.resolve("part1.img"), "x");
    DeviceId slot = system.finder.find(file).orElseThrow();
    assertThat(system.use().of(slot)).isEmpty();
    system.disk("7:0", "loop0");
    system.attribute("7:0", "loop/backing_file", file.toString());
    assertUsed(slot, "loop0 stands on " + file);
    Files.writeString(
        system.proc.resolve("swaps"), "Filename\tType\n" + file + "\tfile\t1\t0\t-2\n");
    assertUsed(slot, file + " is swapped to");
  }

  /** The unit may have a namespace in which nothing is mounted. */
  @Test
  void nothing_is_said_of_a_device_while_the_mounts_of_process_1_cannot_be_seen()
      throws IOException {
    Files.delete(system.proc.resolve("1/mountinfo"));
    assertThatThrownBy(() -> system.use().of(target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the mounts of process 1 cannot be seen")
        .hasMessageContaining("hidepid");
    Path file = Files.writeString(directory.resolve("part1.img"), "x");
    assertThat(system.use().of(system.finder.find(file).orElseThrow())).isEmpty();
  }

  @Test
  void nothing_is_said_of_a_device_that_sysfs_does_not_have() {
    assertThatThrownBy(() -> system.use().of(DeviceId.block(9, 9)))
        .hasMessageContaining("9:9 does not exist: is sysfs mounted?");
  }

  @Test
  void a_kernel_without_swaps_and_loops_has_none() throws IOException {
    Files.delete(system.proc.resolve("swaps"));
    Files.delete(system.sys.resolve("block/sda"));
    Files.delete(system.sys.resolve("block"));
    assertThat(system.use().of(target)).isEmpty();
  }

  @Test
  void the_real_system_does_not_use_a_fresh_file() throws IOException {
    Path file = Files.writeString(directory.resolve("part1.img"), "x");
    assertThat(DeviceUse.SYSTEM.of(DeviceFinder.SYSTEM.find(file).orElseThrow())).isEmpty();
  }

  @Test
  void a_link_and_what_it_points_to_are_the_same() throws IOException {
    Path file = Files.writeString(directory.resolve("part1.img"), "x");
    Path link = Files.createSymbolicLink(directory.resolve("by-label"), file);
    assertThat(DeviceFinder.SYSTEM.find(link)).isEqualTo(DeviceFinder.SYSTEM.find(file));
    assertThat(DeviceFinder.SYSTEM.find(directory.resolve("nothing"))).isEmpty();
    assertThat(DeviceFinder.SYSTEM.find(Path.of("/dev/null")).orElseThrow().isBlockDevice())
        .isFalse();
  }
}
