package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceOpener;
import io.apfw.storage.device.FileBlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;

/**
 * A slot that is not booted. Only a {@link SlotTable} makes one, and only one of these can be
 * written, marked bad or activated.
 */
public final class InactiveSlot {
  private final Slot slot;
  private final DeviceOpener writable;
  private final DeviceOpener readable;

  InactiveSlot(Slot slot) {
    this(
        slot,
        () -> FileBlockDevice.openForWriting(slot.device()),
        () -> FileBlockDevice.openForReading(slot.device()));
  }

  /** For tests: the same slot on devices that fail. */
  InactiveSlot(Slot slot, DeviceOpener writable, DeviceOpener readable) {
    this.slot = slot;
    this.writable = writable;
    this.readable = readable;
  }

  /** Which one it is. */
  public SlotId id() {
    return slot.id();
  }

  /** Name of the device, for messages. */
  public String deviceName() {
    return slot.device().toString();
  }

  /**
   * The slot's size in bytes.
   *
   * @throws StorageException SLOT_UNUSABLE when it cannot be opened
   */
  public long sizeBytes() throws StorageException {
    try (BlockDevice device = readable.open()) {
      return device.sizeBytes();
    } catch (IOException e) {
      throw unusable("cannot be opened", e);
    }
  }

  /**
   * Opens the slot for writing from its first byte. What stood there is lost with the first write:
   * mark it bad in the boot environment before.
   *
   * @throws StorageException SLOT_UNUSABLE
   */
  public SlotWriter openForWriting() throws StorageException {
    try {
      return new SlotWriter(writable.open());
    } catch (IOException e) {
      throw unusable("cannot be opened for writing", e);
    }
  }

  /**
   * Opens the slot for reading, past the cache where that can be had.
   *
   * @throws StorageException SLOT_UNUSABLE
   */
  public BlockDevice openForReading() throws StorageException {
    try {
      return readable.open();
    } catch (IOException e) {
      throw unusable("cannot be opened for reading", e);
    }
  }

  private StorageException unusable(String what, IOException cause) {
    return new StorageException(
        StorageFault.SLOT_UNUSABLE,
        slot.id() + " (" + slot.device() + ") " + what + ": " + cause,
        cause);
  }
}
