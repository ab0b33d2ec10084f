package io.apfw.storage.device;

import io.apfw.storage.device.MountTable.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether somebody uses a device. Java cannot open with O_EXCL, so Linux is asked right
 * before a slot is opened for writing:
 *
 * <ul>
 *   <li>mounts, by device number and by source: of this process, of process 1, and of every mount
 *       namespace whose table can be read. A unit of systemd has a namespace of its own, in which
 *       what the system has mounted may not be seen; so for a block device the table of process 1
 *       must be readable, and nothing is written when it is not;
 *   <li>swaps;
 *   <li>holders in sysfs: device mapper, RAID and the like;
 *   <li>loop devices that stand on it;
 *   <li>all of this for the partitions of a disk and for the disk of a partition too; but a disk is
 *       not in use because another of its partitions is.
 * </ul>
 *
 * <p>A file can be a swap or stand below a loop device; nothing else is asked about it.
 *
 * @param proc where proc is mounted
 * @param finder finds devices, and has sysfs
 */
public record DeviceUse(Path proc, DeviceFinder finder) {
  /** The check of a real system. */
  public static final DeviceUse SYSTEM = new DeviceUse(Path.of("/proc"), DeviceFinder.SYSTEM);

  /**
   * Who uses it, for a message; empty when nobody does.
   *
   * @throws IOException when it cannot be told, saying what could not be read
   */
  public Optional<String> of(DeviceId device) throws IOException {
    List<DeviceId> overlapping = overlapping(device);
    Optional<String> user = swaps(overlapping);
    if (user.isEmpty()) {
      user = loops(overlapping);
    }
    if (user.isEmpty() && device.isBlockDevice()) {
      user = mounts(overlapping);
    }
    for (DeviceId each : overlapping) {
      if (user.isEmpty() && each.isBlockDevice()) {
        user =
            first(finder.node(each).resolve("holders")).map(name -> each + " is held by " + name);
      }
    }
    return user;
  }

  /** The device, the disk it is on, and the partitions on it. */
  private List<DeviceId> overlapping(DeviceId device) throws IOException {
    List<DeviceId> all = new ArrayList<>(List.of(device));
    if (!device.isBlockDevice()) {
      return all;
    }
    Path node = finder.node(device);
    if (Files.notExists(node)) {
      throw new IOException(node + " does not exist: is sysfs mounted?");
    }
    Path real = node.toRealPath();
    Path above = real.getParent();
    if (Files.exists(real.resolve("partition")) && above != null) {
      all.add(number(above));
      return all;
    }
    try (DirectoryStream<Path> below = Files.newDirectoryStream(real)) {
      for (Path entry : below) {
        if (Files.exists(entry.resolve("partition"))) {
          all.add(number(entry));
        }
      }
    }
    return all;
  }

  private static DeviceId number(Path node) throws IOException {
    return DeviceId.block(Files.readString(node.resolve("dev")).strip());
  }

  private Optional<String> swaps(List<DeviceId> devices) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(proc.resolve("swaps"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // a kernel without swapping
    }
    for (String line : lines) {
      String swap = MountTable.plain(line.split("\\s", 2)[0]);
      if (isOneOf(devices, swap)) {
        return Optional.of(swap + " is swapped to");
      }
    }
    return Optional.empty();
  }

  private Optional<String> loops(List<DeviceId> devices) throws IOException {
    Path block = finder.sys().resolve("block");
    if (Files.notExists(block)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> loops = Files.newDirectoryStream(block, "loop*")) {
      for (Path loop : loops) {
        Path file = loop.resolve("loop/backing_file");
        if (Files.exists(file)) {
          String backing = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
          if (isOneOf(devices, backing)) {
            return Optional.of(loop.getFileName() + " stands on " + backing);
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> mounts(List<DeviceId> devices) throws IOException {
    for (String process : List.of("self", "1")) {
      Path table = proc.resolve(process).resolve("mountinfo");
      Optional<String> user;
      try {
        user = mounts(table, devices);
      } catch (IOException e) {
        throw new IOException(
            "the mounts of "
                + (process.equals("1") ? "process 1" : "this process")
                + " cannot be seen: "
                + e
                + "; is proc mounted with hidepid, or the unit's ProtectProc set?",
            e);
      }
      if (user.isPresent()) {
        return user;
      }
    }
    return mountsElsewhere(devices);
  }

  /** One process of each namespace; what cannot be read is somebody else's and stays unknown. */
  private Optional<String> mountsElsewhere(List<DeviceId> devices) throws IOException {
    Set<String> seen = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path process : processes) {
        try {
          if (seen.add(Files.readSymbolicLink(process.resolve("ns/mnt")).toString())) {
            Optional<String> user = mounts(process.resolve("mountinfo"), devices);
            if (user.isPresent()) {
              return user;
            }
          }
        } catch (IOException e) {
          // Ended meanwhile, or not ours to look at.
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> mounts(Path table, List<DeviceId> devices) throws IOException {
    for (Mount mount : MountTable.read(table).mounts()) {
      if (devices.contains(DeviceId.block(mount.device())) || isOneOf(devices, mount.source())) {
        return Optional.of(mount.source() + " is mounted on " + mount.point() + " (" + table + ")");
      }
    }
    return Optional.empty();
  }

  private boolean isOneOf(List<DeviceId> devices, String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    try {
      return finder.find(Path.of(path)).filter(devices::contains).isPresent();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<String> first(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        return Optional.of(String.valueOf(entry.getFileName()));
      }
    }
    return Optional.empty();
  }
}
