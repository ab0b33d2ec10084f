package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.FakeSystem;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.DeviceMedium;
import io.apfw.storage.slot.DirectoryMedium;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every source alone is enough; two that disagree are not. */
class SystemSlotFinderTest {
  @TempDir Path directory;
  private FakeSystem system;
  private Path commandLine;

  @BeforeEach
  void make() throws IOException {
    system = new FakeSystem(directory);
    commandLine = directory.resolve("cmdline");
    system.disk("8:0", "sda");
    DeviceId part1 = system.disk("8:1", "sda/sda1");
    DeviceId part2 = system.disk("8:2", "sda/sda2");
    system.disk("8:3", "sda/sda3");
    system.disk("7:0", "loop0");
    link("by-partuuid/0fc63daf-8483-4772-8e79-3d69d8477de4", part1);
    link("by-uuid/5C2B-77AA", part1);
    link("by-partlabel/part1", part1);
    link("by-label/the\\x20\\x22second\\x22", part2);
    system.node(directory + "/dev/sda1", part1);
    system.node(directory + "/dev/sda2", part2);
    boots("quiet ro");
    rootIs("31 1 0:27 / / rw - overlay overlay rw,lowerdir=/rom");
  }

  private void link(String name, DeviceId device) {
    system.node(directory + "/dev/disk/" + name, device);
  }

  private void boots(String line) throws IOException {
    Files.writeString(commandLine, line + "\n");
  }

  private void rootIs(String mount) throws IOException {
    system.mounts("1", "20 1 0:2 / / rw - rootfs rootfs rw\n" + mount + "\n");
  }

  private BootedSlot find() {
    return find(Optional.empty());
  }

  private BootedSlot find(Optional<SlotId> configured) {
    return find(slot(SlotId.PART1, "/dev/sda1"), slot(SlotId.PART2, "/dev/sda2"), configured);
  }

  private BootedSlot find(Slot part1, Slot part2, Optional<SlotId> configured) {
    return new SystemSlotFinder(
            part1,
            part2,
            commandLine,
            system.proc,
            directory.resolve("dev"),
            system.finder,
            configured)
        .find();
  }

  private Slot slot(SlotId id, String path) {
    return new Slot(id, Path.of(path), new DeviceMedium(Path.of(path), system.use()));
  }

  private String why() {
    return find() instanceof BootedSlot.Unknown unknown ? unknown.why() : "it is " + find();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "apfw.slot=part1 | part1",
        "apfw.slot=part2 root=/dev/sda2 | part2",
        "root=PARTUUID=0fc63daf-8483-4772-8e79-3d69d8477de4 | part1",
        "root=PARTUUID=0FC63DAF-8483-4772-8E79-3D69D8477DE4 | part1",
        "root=UUID=5C2B-77AA | part1",
        "root=PARTLABEL=part1 | part1",
        "root=/dev/sda2 | part2",
        "root=/dev/disk/by-partlabel/part1 | part1",
        "root=8:2 | part2",
        "root=/dev/sda1 root=/dev/sda2 | part2"
      })
  void the_command_line_tells(String line, String slot) throws IOException {
    boots("quiet " + line + " ro");
    assertThat(find()).isEqualTo(new BootedSlot.Known(SlotId.ofLabel(slot).orElseThrow()));
  }

  @Test
  void a_label_is_looked_up_as_udev_writes_it() throws IOException {
    link("by-label/a\\x2fb", DeviceId.block("8:2"));
    boots("root=LABEL=a/b");
    assertThat(find()).isEqualTo(new BootedSlot.Known(SlotId.PART2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31 1 8:2 / / ro,relatime shared:1 - squashfs /dev/root ro",
        "31 1 0:30 /@ / rw - btrfs /dev/sda2 rw"
      })
  void the_root_device_tells(String mount) throws IOException {
    rootIs(mount);
    assertThat(find()).isEqualTo(new BootedSlot.Known(SlotId.PART2));
  }

  @Test
  void the_root_device_is_told_by_this_process_when_process_1_is_hidden() throws IOException {
    Files.delete(system.proc.resolve("1/mountinfo"));
    system.mounts("self", "31 1 8:1 / / ro - squashfs /dev/root ro\n");
    assertThat(find()).isEqualTo(new BootedSlot.Known(SlotId.PART1));
  }

  @Test
  void a_root_on_a_loop_device_is_where_its_file_is() throws IOException {
    Path one = Files.createDirectories(directory.resolve("part1"));
    Path two = Files.createDirectories(directory.resolve("part2"));
    Files.writeString(one.resolve("image"), "1");
    Files.writeString(two.resolve("image"), "2");
    system.attribute("7:0", "loop/backing_file", two.resolve("image").toString());
    rootIs("31 1 7:0 / / ro - squashfs /dev/loop0 ro");
    assertThat(
            find(
                new Slot(SlotId.PART1, one, new DirectoryMedium(one, system.use())),
                new Slot(SlotId.PART2, two, new DirectoryMedium(two, system.use())),
                Optional.empty()))
        .isEqualTo(new BootedSlot.Known(SlotId.PART2));
  }

  @Test
  void the_configuration_tells_where_nothing_else_does() {
    assertThat(find(Optional.of(SlotId.PART2))).isEqualTo(new BootedSlot.Known(SlotId.PART2));
  }

  @Test
  void sources_that_disagree_tell_nothing_and_are_named() throws IOException {
    boots("apfw.slot=part1 root=/dev/sda2");
    assertThat(why())
        .startsWith("sources disagree: ")
        .contains("says apfw.slot=part1; its root=/dev/sda2 is part2")
        .doesNotContain("configuration");
    boots("apfw.slot=part1");
    rootIs("31 1 8:2 / / ro - squashfs /dev/root ro");
    assertThat(why()).contains("says apfw.slot=part1; on / is /dev/root is part2");
    boots("root=/dev/sda1");
    rootIs("31 1 0:27 / / rw - overlay overlay rw");
    assertThat(find(Optional.of(SlotId.PART2)))
        .isInstanceOfSatisfying(
            BootedSlot.Unknown.class,
            unknown -> assertThat(unknown.why()).contains("the configuration says part2"));
  }

  @ParameterizedTest
  @CsvSource({
    "apfw.slot=part1 apfw.slot=part2, says both apfw.slot=part1 and apfw.slot=part2",
    "apfw.slot=part3, 'says apfw.slot=part3, allowed are part1 and part2'"
  })
  void a_source_that_contradicts_itself_is_not_outvoted(String line, String said)
      throws IOException {
    boots(line + " root=/dev/sda1");
    assertThat(why()).startsWith("sources disagree: ").contains(said);
  }

  @Test
  void when_nothing_tells_everything_that_was_looked_at_is_said() throws IOException {
    boots("root=/dev/sda3");
    assertThat(why())
        .contains("cmdline has no apfw.slot=part1 or apfw.slot=part2")
        .contains("its root=/dev/sda3 is no device that can be found")
        .contains("on / is overlay (device 0:27) is neither part1 nor part2")
        .contains("the configuration does not say it");
    Files.delete(commandLine);
    Files.delete(system.proc.resolve("1/mountinfo"));
    Files.delete(system.proc.resolve("self/mountinfo"));
    assertThat(why()).contains("cmdline cannot be read").contains("self/mountinfo cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root=PARTUUID=0fc63daf-8483-4772-8e79-3d69d8477de4/PARTNROFF=1",
        "root=UUID=../by-partlabel/part1",
        "root=/dev/nfs",
        "root=",
        "root=LABEL=",
        "root=b301"
      })
  void a_root_that_is_not_understood_tells_nothing(String line) throws IOException {
    boots(line);
    assertThat(why()).contains("is no device that can be found");
  }
}
