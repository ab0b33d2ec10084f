package io.apfw.storage.slot;

import io.apfw.storage.device.DeviceUse;
import java.nio.file.Path;

/**
 * Where a partition is.
 *
 * @param id which of the two
 * @param device a block device, a file of fixed size, or what else the medium keeps its bytes in
 * @param medium how it is opened
 */
public record Slot(SlotId id, Path device, SlotMedium medium) {
  /** A block device, or a file of fixed size. */
  public Slot(SlotId id, Path device) {
    this(id, device, new DeviceMedium(device, DeviceUse.SYSTEM));
  }
}
