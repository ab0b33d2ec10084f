package io.apfw.storage.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** proc, sysfs and devices of a Linux that is not there. */
public final class FakeSystem {
  /** Where proc is. */
  public final Path proc;

  /** Where sysfs is. */
  public final Path sys;

  /** Finds what was added here, and files. */
  public final DeviceFinder finder;

  private final Map<String, DeviceId> nodes = new HashMap<>();

  /** A system with empty tables. */
  public FakeSystem(Path directory) throws IOException {
    proc = Files.createDirectories(directory.resolve("proc"));
    sys = Files.createDirectories(directory.resolve("sys"));
    finder = new DeviceFinder(sys, this::find);
    Files.createDirectories(sys.resolve("dev/block"));
    Files.createDirectories(sys.resolve("block"));
    mounts("self", "");
    mounts("1", "");
    Files.writeString(proc.resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
  }

  private Optional<DeviceId> find(Path path) {
    DeviceId node = nodes.get(path.toString());
    return node != null
        ? Optional.of(node)
        : Files.exists(path) ? Optional.of(DeviceId.file(path.toString())) : Optional.empty();
  }

  /** The check of this system. */
  public DeviceUse use() {
    return new DeviceUse(proc, finder);
  }

  /** A path that stands for a device. */
  public DeviceId node(String path, DeviceId device) {
    nodes.put(path, device);
    return device;
  }

  /**
   * A disk, or a partition below it: {@code disk("8:0", "sda")}, {@code disk("8:1", "sda/sda1")}.
   */
  public DeviceId disk(String number, String name) throws IOException {
    Path directory = Files.createDirectories(sys.resolve("devices/virtual/block").resolve(name));
    Files.createDirectories(directory.resolve("holders"));
    Files.writeString(directory.resolve("dev"), number + "\n");
    if (name.contains("/")) {
      Files.writeString(directory.resolve("partition"), "1\n");
    } else {
      Files.createSymbolicLink(sys.resolve("block").resolve(name), directory);
    }
    Files.createSymbolicLink(sys.resolve("dev/block").resolve(number), directory);
    return node("/dev/" + Path.of(name).getFileName(), DeviceId.block(number));
  }

  /** Something in sysfs below a block device, such as {@code holders/dm-0} or {@code ro}. */
  public void attribute(String number, String name, String value) throws IOException {
    Path file = sys.resolve("dev/block").resolve(number).toRealPath().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  /** The mounts that a process sees. */
  public void mounts(String process, String table) throws IOException {
    Files.createDirectories(proc.resolve(process));
    Files.writeString(proc.resolve(process).resolve("mountinfo"), table);
  }

  /** The mount namespace of a process. */
  public void namespace(String process, String name) throws IOException {
    Files.createDirectories(proc.resolve(process).resolve("ns"));
    Files.createSymbolicLink(proc.resolve(process).resolve("ns/mnt"), Path.of(name));
  }
}
