package io.apfw.storage.boot;

import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotTable;
import java.util.List;
import java.util.Map;

/**
 * The boot environment and the slot that runs, read at one instant.
 *
 * @param environment what the boot loader will see next
 * @param booted the slot that runs
 * @param note what the operator should know of the environment, such as a copy that is damaged;
 *     empty when there is nothing
 */
public record BootStatus(BootEnvironment environment, BootedSlot booted, String note) {
  /** Whether the slot that runs has not been confirmed; false while it is unknown. */
  public boolean onTrial() {
    return booted instanceof BootedSlot.Known known && !environment.entry(known.id()).good();
  }

  /** Both slots with what is on them. */
  public SlotTable table(Slot part1, Slot part2, Map<SlotId, SlotRecord> records) {
    SlotId first = environment.first();
    return new SlotTable(
        row(part1, records), row(part2, records), booted, List.of(first, first.other()), onTrial());
  }

  private SlotTable.Row row(Slot slot, Map<SlotId, SlotRecord> records) {
    SlotRecord record = records.getOrDefault(slot.id(), SlotRecord.EMPTY);
    return new SlotTable.Row(
        slot,
        record,
        environment.stateOf(slot.id(), record.state()),
        environment.entry(slot.id()).triesLeft());
  }
}
