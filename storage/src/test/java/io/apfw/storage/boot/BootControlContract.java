package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.image.VerifiedImages;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.Slots;
import io.apfw.storage.trust.VerifiedImage;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link BootControl} promises, whatever the boot loader. */
abstract class BootControlContract {
  static final BootEntry GOOD = BootEntry.GOOD;
  static final BootEntry BAD = BootEntry.BAD;
  static final BootedSlot PART1 = new BootedSlot.Known(SlotId.PART1);
  static final BootedSlot PART2 = new BootedSlot.Known(SlotId.PART2);
  static final InactiveSlot INACTIVE = Slots.inactive(SlotId.PART1, new MemoryDevice(4096));

  @TempDir Path dir;

  /** The adapter, over an environment that says this, on a system that has booted that slot. */
  abstract BootControl control(BootEnvironment environment, BootedSlot booted) throws Exception;

  /** What the boot loader would read now. */
  abstract BootEnvironment environment() throws Exception;

  /** From now on the medium takes no write. */
  abstract void breakWrites() throws Exception;

  /** Nothing of the environment is left. */
  abstract void lose() throws Exception;

  @Test
  void marking_bad_keeps_the_slot_that_runs_first() throws Exception {
    BootControl control = control(new BootEnvironment(SlotId.PART1, GOOD, GOOD), PART2);
    control.markBad(INACTIVE);
    assertThat(environment()).isEqualTo(new BootEnvironment(SlotId.PART2, BAD, GOOD));
  }

  @Test
  void the_slot_that_runs_is_never_marked_bad() throws Exception {
    BootControl control = control(new BootEnvironment(SlotId.PART1, GOOD, GOOD), PART1);
    assertFault(() -> control.markBad(INACTIVE), StorageFault.SLOT_UNUSABLE, "part1 is running");
  }

  @Test
  void the_way_back_is_never_marked_bad() throws Exception {
    BootEnvironment trial = new BootEnvironment(SlotId.PART2, GOOD, BootEntry.onTrial(2));
    BootControl control = control(trial, PART2);
    assertFault(() -> control.markBad(INACTIVE), StorageFault.ON_TRIAL, "part1 stays as it is");
    assertThat(environment()).isEqualTo(trial);
  }

  @Test
  void nothing_is_written_while_it_is_unknown_what_runs() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART1, GOOD, GOOD);
    BootControl control = control(both, new BootedSlot.Unknown("no word"));
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
    BootControl control =
        control(new BootEnvironment(first, entry(one), entry(two)), new BootedSlot.Known(booted));
    control.rollBack();
    assertThat(environment())
        .isEqualTo(new BootEnvironment(firstAfter, entry(oneAfter), entry(twoAfter)));
  }

  @Test
  void there_is_no_way_back_to_a_slot_that_is_not_good() throws Exception {
    BootControl control =
        control(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(1), BAD), PART1);
    assertFault(control::rollBack, StorageFault.SLOT_UNUSABLE, "part2 is not good");
  }

  @Test
  void an_activation_is_counted_down_confirmed_and_replaced_by_the_next() throws Exception {
    VerifiedImage image = VerifiedImages.onPart1(dir);
    BootControl control = control(new BootEnvironment(SlotId.PART2, BAD, GOOD), PART2);
    control.activate(image, BootEntry.TRIES_MAX);
    assertThat(environment())
        .isEqualTo(new BootEnvironment(SlotId.PART1, BootEntry.onTrial(9), GOOD));
    control(BootDecision.chooseAndCount(environment()).next(), PART1);
    BootControl booted = control(environment(), PART1);
    assertThat(booted.status().onTrial()).isTrue();
    assertThat(booted.status().environment().part1().triesLeft()).isEqualTo(8);
    assertThat(booted.status().note()).isEmpty();
    booted.markGood();
    booted.markGood();
    assertThat(environment()).isEqualTo(new BootEnvironment(SlotId.PART1, GOOD, GOOD));
  }

  @Test
  void nothing_is_activated_on_trial_or_in_the_slot_that_runs() throws Exception {
    VerifiedImage image = VerifiedImages.onPart1(dir);
    BootEnvironment trial = new BootEnvironment(SlotId.PART2, GOOD, BootEntry.onTrial(2));
    BootControl control = control(trial, PART2);
    assertFault(() -> control.activate(image, 3), StorageFault.ON_TRIAL, "part1 stays as it is");
    BootControl running = control(new BootEnvironment(SlotId.PART1, GOOD, GOOD), PART1);
    assertFault(() -> running.activate(image, 3), StorageFault.SLOT_UNUSABLE, "part1 is running");
  }

  @Test
  void a_medium_that_fails_is_a_fault_and_the_old_environment_holds() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART2, GOOD, GOOD);
    BootControl control = control(both, PART2);
    breakWrites();
    assertFault(
        () -> control.markBad(INACTIVE),
        StorageFault.BOOT_ENVIRONMENT_WRITE,
        "cannot be written: ");
    assertThat(environment()).isEqualTo(both);
  }

  @Test
  void an_environment_that_is_lost_is_a_fault_and_can_be_made_anew() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART2, GOOD, GOOD);
    BootControl control = control(both, PART2);
    lose();
    assertFault(control::status, StorageFault.BOOT_ENVIRONMENT_WRITE, "cannot be read: ");
    assertFault(control::markGood, StorageFault.BOOT_ENVIRONMENT_WRITE, "cannot be read: ");
    assertThat(control.booted()).isEqualTo(PART2);
    control.begin(SlotId.PART2);
    assertThat(environment()).isEqualTo(new BootEnvironment(SlotId.PART2, BAD, GOOD));
    assertThat(control.status().note()).isEmpty();
  }

  static BootEntry entry(int tries) {
    return tries < 0 ? BootEntry.GOOD : BootEntry.onTrial(tries);
  }

  static void assertFault(ThrowingCallable call, StorageFault fault, String detail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(detail);
  }
}
