package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import java.nio.file.Path;
import java.util.List;

/** Slots for tests. */
public final class Slots {
  private Slots() {}

  /** An inactive slot on a device of the test's own. */
  public static InactiveSlot inactive(SlotId id, BlockDevice device) {
    return new InactiveSlot(new Slot(id, Path.of(device.name())), () -> device, () -> device);
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
