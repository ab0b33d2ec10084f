package io.apfw.storage.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out what a path stands for.
 *
 * @param sys where sysfs is mounted
 * @param lookup what a path stands for
 */
public record DeviceFinder(Path sys, Lookup lookup) {
  /** The finder of a real system. */
  public static final DeviceFinder SYSTEM = new DeviceFinder(Path.of("/sys"), DeviceFinder::lookUp);

  /** Tells what a path stands for; tests have devices that nobody can make without privileges. */
  @FunctionalInterface
  public interface Lookup {
    /** With all links followed; empty when there is nothing. */
    Optional<DeviceId> find(Path path);
  }

  private static final int FILE_TYPE = 0xf000;
  private static final int TYPE_BLOCK = 0x6000;

  /** What a path stands for, with all links followed; empty when there is nothing. */
  public Optional<DeviceId> find(Path path) {
    return lookup.find(path);
  }

  /**
   * The device number is that of the node (stat's st_rdev), by the JDK's "unix" attributes; a file
   * system that has none, such as a test's own, has only files.
   */
  private static Optional<DeviceId> lookUp(Path path) {
    try {
      Path real = path.toRealPath();
      if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return Optional.of(DeviceId.file(real.toString()));
      }
      int mode = (Integer) Files.getAttribute(real, "unix:mode");
      if ((mode & FILE_TYPE) != TYPE_BLOCK) {
        return Optional.of(DeviceId.file(real.toString()));
      }
      long number = (Long) Files.getAttribute(real, "unix:rdev");
      return Optional.of(DeviceId.block(major(number), minor(number)));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Whether the kernel says that a block device, or the disk of a partition, cannot be written. */
  public boolean writeProtected(Path path) {
    Optional<DeviceId> id = find(path).filter(DeviceId::isBlockDevice);
    return id.isPresent() && reads(node(id.get()).resolve("ro"), "1");
  }

  /** The directory of a block device in sysfs. */
  public Path node(DeviceId id) {
    return sys.resolve("dev/block").resolve(id.key());
  }

  private static boolean reads(Path file, String value) {
    try {
      return Files.readString(file).strip().equals(value);
    } catch (IOException e) {
      return false;
    }
  }

  /** Linux spreads both numbers over 64 bits: MMMM Mmmm mmMM MMmm. */
  private static int major(long number) {
    return (int) ((number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL));
  }

  private static int minor(long number) {
    return (int) ((number & 0xff) | (number >>> 12 & ~0xffL));
  }
}
