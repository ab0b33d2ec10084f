package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Slots for tests. */
public final class Slots {
  private Slots() {}

  /** An inactive slot on a device of the test's own. */
  public static InactiveSlot inactive(SlotId id, BlockDevice device) {
    return new InactiveSlot(new Slot(id, Path.of(device.name()), medium(device)));
  }

  /** A medium that opens one device every time. */
  public static SlotMedium medium(BlockDevice device) {
    return new SlotMedium() {
      @Override
      public String name() {
        return device.name();
      }

      @Override
      public Optional<DeviceId> id() {
        return Optional.empty();
      }

      @Override
      public boolean isOn(DeviceId root) {
        return false;
      }

      @Override
      public long capacityBytes() throws IOException {
        return device.sizeBytes();
      }

      @Override
      public void checkWritable(long payloadBytes) {}

      @Override
      public BlockDevice openForReading() {
        return device;
      }

      @Override
      public BlockDevice openForWriting() {
        return device;
      }
    };
  }

  /** A table of two empty slots. */
  public static SlotTable table(Path part1, Path part2, BootedSlot booted, boolean onTrial) {
    return new SlotTable(
        new SlotTable.Row(new Slot(SlotId.PART1, part1), SlotRecord.EMPTY, SlotState.EMPTY, 0),
        new SlotTable.Row(new Slot(SlotId.PART2, part2), SlotRecord.EMPTY, SlotState.EMPTY, 0),
        booted,
        List.of(SlotId.PART2, SlotId.PART1),
        onTrial);
  }
}
