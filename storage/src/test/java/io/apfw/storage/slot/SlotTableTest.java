package io.apfw.storage.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotTableTest {
  private static final Path ONE = Path.of("one");
  private static final Path TWO = Path.of("two");

  @ParameterizedTest
  @EnumSource(SlotId.class)
  void only_the_slot_that_does_not_run_can_be_written(SlotId booted) throws StorageException {
    SlotTable table = Slots.table(ONE, TWO, new BootedSlot.Known(booted), false);
    assertThat(table.inactive().id()).isEqualTo(booted.other());
    assertThat(table.isActive(booted)).isTrue();
    assertThat(table.isActive(booted.other())).isFalse();
  }

  @Test
  void nothing_can_be_written_while_it_is_unknown_which_one_runs() {
    SlotTable table = Slots.table(ONE, TWO, new BootedSlot.Unknown("no word"), false);
    assertFault(table, StorageFault.BOOTED_SLOT_UNKNOWN, "no word");
    assertThat(table.isActive(SlotId.PART1)).isFalse();
    assertThat(table.isActive(SlotId.PART2)).isFalse();
  }

  @Test
  void nothing_can_be_written_during_a_trial() {
    assertFault(
        Slots.table(ONE, TWO, new BootedSlot.Known(SlotId.PART1), true),
        StorageFault.ON_TRIAL,
        "part2");
  }

  @Test
  void two_slots_on_one_device_cannot_be_written() {
    assertFault(
        Slots.table(ONE, ONE, new BootedSlot.Known(SlotId.PART1), false),
        StorageFault.SLOT_UNUSABLE,
        "part1 (one) and part2 (one) are the same");
  }

  @Test
  void a_slot_that_is_not_there_is_unusable() throws StorageException {
    InactiveSlot slot =
        Slots.table(Path.of("missing"), TWO, new BootedSlot.Known(SlotId.PART2), false).inactive();
    assertThatThrownBy(slot::openForWriting)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.fault()).isEqualTo(StorageFault.SLOT_GONE))
        .hasMessageContaining("part1 (missing)");
    assertThatThrownBy(slot::sizeBytes).hasMessageContaining("part1 (missing)");
  }

  private static void assertFault(SlotTable table, StorageFault fault, String detail) {
    assertThatThrownBy(table::inactive)
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(detail);
  }
}
