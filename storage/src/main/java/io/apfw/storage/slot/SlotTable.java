package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both slots at one instant: what is on them, which one runs, which boots next.
 *
 * @param part1 the first partition
 * @param part2 the second partition
 * @param booted which one runs
 * @param bootOrder the order in which the boot loader tries them
 * @param onTrial the running image is not confirmed yet
 */
public record SlotTable(
    Row part1, Row part2, BootedSlot booted, List<SlotId> bootOrder, boolean onTrial) {
  /**
   * One slot.
   *
   * @param slot where it is
   * @param record what was last put on it
   * @param state content and boot environment taken together
   * @param triesLeft boots left on trial, 0 otherwise
   */
  public record Row(Slot slot, SlotRecord record, SlotState state, int triesLeft) {}

  /** Keeps its own copy of the order. */
  public SlotTable {
    bootOrder = List.copyOf(bootOrder);
  }

  /** The rows by slot. */
  public Map<SlotId, Row> rows() {
    return Map.of(SlotId.PART1, part1, SlotId.PART2, part2);
  }

  /** One row. */
  public Row row(SlotId id) {
    return id == SlotId.PART1 ? part1 : part2;
  }

  /** Whether a slot is the one that runs. */
  public boolean isActive(SlotId id) {
    return booted instanceof BootedSlot.Known known && known.id() == id;
  }

  /**
   * Opens the slot that runs, for reading.
   *
   * @throws StorageException BOOTED_SLOT_UNKNOWN, or SLOT_UNUSABLE when it cannot be opened
   */
  public BlockDevice openActive() throws StorageException {
    if (booted instanceof BootedSlot.Unknown unknown) {
      throw new StorageException(StorageFault.BOOTED_SLOT_UNKNOWN, unknown.why(), null);
    }
    Slot active = row(isActive(SlotId.PART1) ? SlotId.PART1 : SlotId.PART2).slot();
    try {
      return active.medium().openForReading();
    } catch (IOException e) {
      throw new StorageException(
          StorageFault.SLOT_UNUSABLE,
          active.id() + " (" + active.device() + ") cannot be opened for reading: " + e,
          e);
    }
  }

  /**
   * The slot that may be written: the one that does not run.
   *
   * @throws StorageException BOOTED_SLOT_UNKNOWN when it cannot be told which one runs, ON_TRIAL
   *     while the other slot is the way back, SLOT_UNUSABLE when both slots name one device
   */
  public InactiveSlot inactive() throws StorageException {
    if (booted instanceof BootedSlot.Unknown unknown) {
      throw new StorageException(StorageFault.BOOTED_SLOT_UNKNOWN, unknown.why(), null);
    }
    SlotId target = isActive(SlotId.PART1) ? SlotId.PART2 : SlotId.PART1;
    if (onTrial) {
      throw new StorageException(
          StorageFault.ON_TRIAL, target + " stays as it is until the trial has ended", null);
    }
    if (sameDevice(part1.slot(), part2.slot())) {
      throw new StorageException(
          StorageFault.SLOT_UNUSABLE,
          "part1 ("
              + part1.slot().device()
              + ") and part2 ("
              + part2.slot().device()
              + ") are the same, which is running",
          null);
    }
    return new InactiveSlot(row(target).slot());
  }

  private static boolean sameDevice(Slot one, Slot other) {
    Optional<DeviceId> id = one.medium().id();
    return one.device().equals(other.device())
        || (id.isPresent() && id.equals(other.medium().id()));
  }
}
