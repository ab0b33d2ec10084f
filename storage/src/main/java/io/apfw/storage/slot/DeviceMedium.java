package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceException;
import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.DeviceUse;
import io.apfw.storage.device.FileBlockDevice;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A block device, or a file of fixed size.
 *
 * @param path the device, its link or the file
 * @param use tells whether somebody uses it
 */
public record DeviceMedium(Path path, DeviceUse use) implements SlotMedium {
  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public Optional<DeviceId> id() {
    return use.finder().find(path);
  }

  @Override
  public boolean isOn(DeviceId root) {
    return id().filter(root::equals).isPresent();
  }

  @Override
  public long capacityBytes() throws IOException {
    try (BlockDevice device = openForReading()) {
      long bytes = device.sizeBytes();
      if (bytes == 0) {
        throw new DeviceException(StorageFault.SLOT_GONE, "it has 0 bytes: no medium is in it");
      }
      return bytes;
    }
  }

  @Override
  public void checkWritable(long payloadBytes) throws IOException {
    Optional<DeviceId> id = id();
    if (id.isEmpty()) {
      throw new DeviceException(StorageFault.SLOT_GONE, "it does not exist");
    }
    if (use.finder().writeProtected(path)) {
      throw new DeviceException(StorageFault.SLOT_READ_ONLY, "sysfs says that it is read-only");
    }
    refuseInUse(use, id.get());
  }

  @Override
  public BlockDevice openForReading() throws IOException {
    return FileBlockDevice.openForReading(path);
  }

  @Override
  public BlockDevice openForWriting() throws IOException {
    checkWritable(0);
    return FileBlockDevice.openForWriting(path);
  }

  static void refuseInUse(DeviceUse use, DeviceId id) throws IOException {
    Optional<String> user;
    try {
      user = use.of(id);
    } catch (IOException e) {
      throw new DeviceException(
          StorageFault.SLOT_IN_USE, "whether it is in use cannot be told: " + e.getMessage());
    }
    if (user.isPresent()) {
      throw new DeviceException(StorageFault.SLOT_IN_USE, user.get());
    }
  }
}
