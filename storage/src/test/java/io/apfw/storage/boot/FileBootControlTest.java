package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.slot.Slots;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileBootControlTest {
  private static final BootEntry GOOD = BootEntry.GOOD;
  private static final BootEntry BAD = BootEntry.BAD;
  private static final BootedSlot PART1 = new BootedSlot.Known(SlotId.PART1);
  private static final BootedSlot PART2 = new BootedSlot.Known(SlotId.PART2);
  private static final InactiveSlot INACTIVE = Slots.inactive(SlotId.PART1, new MemoryDevice(4096));

  private final MemoryDevice medium = new MemoryDevice(2 * TwinFile.COPY_BYTES);

  @Test
  void marking_bad_keeps_the_slot_that_runs_first() throws Exception {
    FileBootControl control = control(new BootEnvironment(SlotId.PART1, GOOD, GOOD), PART2);
    control.markBad(INACTIVE);
    assertThat(environment()).isEqualTo(new BootEnvironment(SlotId.PART2, BAD, GOOD));
  }

  @Test
  void the_slot_that_runs_is_never_marked_bad() throws Exception {
    FileBootControl control = control(new BootEnvironment(SlotId.PART1, GOOD, GOOD), PART1);
    assertFault(() -> control.markBad(INACTIVE), StorageFault.SLOT_UNUSABLE, "part1 is running");
  }

  @Test
  void the_way_back_is_never_marked_bad() throws Exception {
    BootEnvironment trial = new BootEnvironment(SlotId.PART2, GOOD, BootEntry.onTrial(2));
    FileBootControl control = control(trial, PART2);
    assertFault(() -> control.markBad(INACTIVE), StorageFault.ON_TRIAL, "part1 stays as it is");
    assertThat(environment()).isEqualTo(trial);
  }

  @Test
  void nothing_is_written_while_it_is_unknown_what_runs() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART1, GOOD, GOOD);
    FileBootControl control = control(both, new BootedSlot.Unknown("no word"));
    assertFault(() -> control.markBad(INACTIVE), StorageFault.BOOTED_SLOT_UNKNOWN, "no word");
    assertFault(control::markGood, StorageFault.BOOTED_SLOT_UNKNOWN, "no word");
    assertFault(control::rollBack, StorageFault.BOOTED_SLOT_UNKNOWN, "no word");
    assertThat(environment()).isEqualTo(both);
    assertThat(control.status().onTrial()).isFalse();
  }

  /** Tries: -1 stands for good. */
  @ParameterizedTest
  @CsvSource({
    "trial runs and is given up,       PART1, PART1,  2, -1, PART2,  0, -1",
    "trial runs on its last try,       PART1, PART1,  0, -1, PART2,  0, -1",
    "never booted,                     PART1, PART2,  3, -1, PART2,  0, -1",
    "fallen back by the boot loader,   PART1, PART2,  0, -1, PART2,  0, -1",
    "nothing to take back,             PART1, PART1, -1, -1, PART1, -1, -1",
  })
  void an_activation_is_taken_back_from_either_slot(
      String what,
      SlotId first,
      SlotId booted,
      int one,
      int two,
      SlotId firstAfter,
      int oneAfter,
      int twoAfter)
      throws Exception {
    FileBootControl control =
        control(new BootEnvironment(first, entry(one), entry(two)), new BootedSlot.Known(booted));
    control.rollBack();
    assertThat(environment())
        .isEqualTo(new BootEnvironment(firstAfter, entry(oneAfter), entry(twoAfter)));
  }

  @Test
  void there_is_no_way_back_to_a_slot_that_is_not_good() throws Exception {
    FileBootControl control =
        control(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(1), BAD), PART1);
    assertFault(control::rollBack, StorageFault.SLOT_UNUSABLE, "part2 is not good");
  }

  @Test
  void a_medium_that_fails_is_a_fault_and_the_old_environment_holds() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART2, GOOD, GOOD);
    FileBootControl control = control(both, PART2);
    medium.failWrites(new IOException("Read-only file system"));
    assertFault(
        () -> control.markBad(INACTIVE),
        StorageFault.BOOT_ENVIRONMENT_WRITE,
        "memory cannot be written: Read-only file system");
    assertThat(environment()).isEqualTo(both);
  }

  @Test
  void an_environment_that_is_missing_or_damaged_is_a_fault() {
    FileBootControl damaged = new FileBootControl(file(medium), () -> PART2);
    assertFault(damaged::status, StorageFault.BOOT_ENVIRONMENT_WRITE, "neither copy is a whole");
    FileBootControl missing =
        new FileBootControl(BootEnvironmentFile.at(Path.of("missing.env")), () -> PART2);
    assertFault(missing::status, StorageFault.BOOT_ENVIRONMENT_WRITE, "missing.env");
  }

  /** Wherever the power goes while a new image is put first, a slot boots that may be booted. */
  @Test
  void a_power_cut_at_any_byte_leaves_something_that_boots() throws Exception {
    BootEnvironment before = new BootEnvironment(SlotId.PART2, BAD, GOOD);
    BootEnvironment after = new BootEnvironment(SlotId.PART1, BootEntry.onTrial(3), GOOD);
    control(before, PART2);
    for (int cut = 0; cut < 2 * TwinFile.COPY_BYTES; cut += 7) {
      MemoryDevice device = new MemoryDevice(medium.content().clone(), false).cutAfter(cut);
      assertThatThrownBy(() -> file(device).write(after)).hasMessageContaining("power cut");
      BootEnvironment found = file(new MemoryDevice(device.content(), false)).read();
      assertThat(found).as("cut after %d bytes", cut).isIn(before, after);
      assertThat(BootDecision.chooseAndCount(found).lastResort()).isFalse();
    }
  }

  @Test
  void a_slot_is_called_by_what_would_boot_and_what_is_on_it() {
    BootEnvironment environment =
        new BootEnvironment(SlotId.PART1, BootEntry.onTrial(1), BootEntry.GOOD);
    assertThat(environment.stateOf(SlotId.PART1, SlotState.VERIFIED)).isEqualTo(SlotState.TRIAL);
    assertThat(environment.stateOf(SlotId.PART2, SlotState.VERIFIED)).isEqualTo(SlotState.GOOD);
    BootEnvironment bad = environment.with(SlotId.PART1, BAD);
    assertThat(bad.stateOf(SlotId.PART1, SlotState.VERIFIED)).isEqualTo(SlotState.VERIFIED);
    assertThat(bad.stateOf(SlotId.PART1, SlotState.EMPTY)).isEqualTo(SlotState.EMPTY);
    assertThat(bad.stateOf(SlotId.PART1, SlotState.GOOD)).isEqualTo(SlotState.BAD);
  }

  private FileBootControl control(BootEnvironment environment, BootedSlot booted)
      throws IOException {
    file(medium).write(environment);
    return new FileBootControl(file(medium), () -> booted);
  }

  private BootEnvironment environment() throws IOException {
    return file(medium).read();
  }

  private static BootEnvironmentFile file(MemoryDevice device) {
    return new BootEnvironmentFile(TwinFile.on("memory", () -> device, "boot"));
  }

  private static BootEntry entry(int tries) {
    return tries < 0 ? BootEntry.GOOD : BootEntry.onTrial(tries);
  }

  private static void assertFault(ThrowingCallable call, StorageFault fault, String detail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(detail);
  }
}
