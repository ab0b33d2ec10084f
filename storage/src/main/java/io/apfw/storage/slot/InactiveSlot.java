package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceException;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;

/**
 * A slot that is not booted. Only a {@link SlotTable} makes one, and only one of these can be
 * written, marked bad or activated.
 */
public final class InactiveSlot {
  private final Slot slot;

  InactiveSlot(Slot slot) {
    this.slot = slot;
  }

  /** Which one it is. */
  public SlotId id() {
    return slot.id();
  }

  /** Name of the device, for messages. */
  public String deviceName() {
    return slot.medium().name();
  }

  /**
   * Size of the largest payload that fits, in bytes.
   *
   * @throws StorageException SLOT_UNUSABLE when it cannot be told, SLOT_GONE
   */
  public long sizeBytes() throws StorageException {
    try {
      return slot.medium().capacityBytes();
    } catch (IOException e) {
      throw unusable("cannot be opened", e);
    }
  }

  /**
   * Refuses, without touching anything, a slot that can be told not to take a payload.
   *
   * @throws StorageException SLOT_IN_USE when somebody else uses it, or that cannot be told;
   *     SLOT_READ_ONLY, SLOT_GONE, SLOT_FULL; SLOT_UNUSABLE for any other cause
   */
  public void checkWritable(long payloadBytes) throws StorageException {
    try {
      slot.medium().checkWritable(payloadBytes);
    } catch (IOException e) {
      throw unusable("cannot be written", e);
    }
  }

  /**
   * Opens the slot for writing from its first byte. What stood there is lost with the first write:
   * mark it bad in the boot environment before.
   *
   * @throws StorageException SLOT_IN_USE when somebody else uses it, or that cannot be told;
   *     SLOT_READ_ONLY, SLOT_GONE, SLOT_IO_ERROR; SLOT_UNUSABLE for any other cause
   */
  public SlotWriter openForWriting() throws StorageException {
    try {
      return new SlotWriter(slot.medium().openForWriting());
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
      return slot.medium().openForReading();
    } catch (IOException e) {
      throw unusable("cannot be opened for reading", e);
    }
  }

  private StorageException unusable(String what, IOException cause) {
    return new StorageException(
        DeviceException.faultOf(cause, StorageFault.SLOT_UNUSABLE),
        slot.id()
            + " ("
            + deviceName()
            + ") "
            + what
            + ": "
            + (cause instanceof DeviceException ? cause.getMessage() : cause.toString()),
        cause);
  }
}
