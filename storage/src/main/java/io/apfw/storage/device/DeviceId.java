package io.apfw.storage.device;

import org.jspecify.annotations.Nullable;

/**
 * What a path stands for, so that two paths to the same thing are the same: a link by label and the
 * node it points to, or two nodes of one device.
 *
 * @param kind a block device, or anything else that can be named
 * @param key of a block device {@code MAJOR:MINOR}, else the canonical path
 */
public record DeviceId(Kind kind, String key) {
  /** Block device or file. */
  public enum Kind {
    BLOCK_DEVICE,
    FILE
  }

  /** A block device by its number. */
  public static DeviceId block(int major, int minor) {
    return new DeviceId(Kind.BLOCK_DEVICE, major + ":" + minor);
  }

  /** A block device by its number as the kernel writes it, {@code 8:1}. */
  public static DeviceId block(String majorMinor) {
    return new DeviceId(Kind.BLOCK_DEVICE, majorMinor);
  }

  /** A file by its canonical path. */
  public static DeviceId file(String canonicalPath) {
    return new DeviceId(Kind.FILE, canonicalPath);
  }

  /** Whether it is a block device. */
  public boolean isBlockDevice() {
    return kind == Kind.BLOCK_DEVICE;
  }

  /** Written out: the JDK makes a record's own on first use, a thirtieth of an agent's start. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeviceId id && kind == id.kind && key.equals(id.key);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + key.hashCode();
  }

  @Override
  public String toString() {
    return isBlockDevice() ? "device " + key : key;
  }
}
