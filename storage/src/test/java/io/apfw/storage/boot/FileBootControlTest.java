package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FileBootControlTest extends BootControlContract {
  private final MemoryDevice medium = new MemoryDevice(2 * TwinFile.COPY_BYTES);

  @Test
  void the_fault_names_the_file() {
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
    BootControl ignored = control(before, PART2);
    assertThat(ignored.status().onTrial()).isFalse();
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

  @Override
  BootControl control(BootEnvironment environment, BootedSlot booted) throws IOException {
    file(medium).write(environment);
    return new FileBootControl(file(medium), () -> booted);
  }

  @Override
  BootEnvironment environment() throws IOException {
    return file(medium).read();
  }

  @Override
  void breakWrites() {
    medium.failWrites(new IOException("Read-only file system"));
  }

  @Override
  void lose() {
    Arrays.fill(medium.content(), (byte) 0);
  }

  private static BootEnvironmentFile file(MemoryDevice device) {
    return new BootEnvironmentFile(TwinFile.on("memory", () -> device, "boot"));
  }
}
