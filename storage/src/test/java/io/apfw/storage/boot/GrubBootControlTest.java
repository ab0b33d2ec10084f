package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.SlotId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Board {@code grub} needs no tool of GRUB's: the contract holds wherever there is a shell. */
class GrubBootControlTest extends BootControlContract {
  private Path first;
  private Path second;
  private ScriptBench bench;

  @BeforeEach
  void scripts() throws Exception {
    first = dir.resolve("one.env");
    second = dir.resolve("two.env");
    bench = new ScriptBench(dir, "grub", first, second);
  }

  @Test
  void the_fault_says_what_the_script_says() throws Exception {
    BootControl control = control(new BootEnvironment(SlotId.PART2, GOOD, GOOD), PART2);
    lose();
    assertFault(
        control::status,
        StorageFault.BOOT_ENVIRONMENT_WRITE,
        "exit code 87: upgrade.sh: neither " + first + " nor " + second + " is a whole");
  }

  @Test
  void a_damaged_copy_is_a_note_and_the_next_write_mends_it() throws Exception {
    BootEnvironment both = new BootEnvironment(SlotId.PART2, GOOD, GOOD);
    BootControl control = control(both, PART2);
    Files.write(first, new byte[1024]);
    assertThat(control.status().environment()).isEqualTo(both);
    assertThat(control.status().note()).contains(first + " is missing or damaged", second + " is");
    control.markBad(INACTIVE);
    assertThat(control.status().note()).isEmpty();
    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void what_the_script_may_not_say_is_a_fault() {
    for (String line : List.of("boot first=part3", "boot part1=yes", "boot part2=10", "part1=1")) {
      BootControl control =
          new ScriptBootControl(
              "it", only("boot first=part1", "boot part1=good", line), () -> PART2);
      assertFault(control::status, StorageFault.BOOT_ENVIRONMENT_WRITE, "it cannot be read: ");
    }
  }

  /**
   * The writes of one BOOT_SET as bytes: second copy, first copy, each cut anywhere. Whatever the
   * power leaves, the copy that counts is the old environment or the new one, and something boots
   * that may.
   */
  @Test
  void a_power_cut_at_any_byte_leaves_something_that_boots() throws Exception {
    BootEnvironment before = new BootEnvironment(SlotId.PART2, BAD, GOOD);
    BootEnvironment after = new BootEnvironment(SlotId.PART1, BootEntry.onTrial(3), GOOD);
    control(before, PART2);
    byte[] old = Files.readAllBytes(first);
    control(after, PART2);
    byte[] next = Files.readAllBytes(first);
    assertThat(next).hasSize(1024).isNotEqualTo(old);
    int torn = 0;
    for (int cut = 0; cut <= 2048; cut++) {
      byte[] two = mixed(next, old, Math.min(cut, 1024));
      byte[] one = mixed(next, old, Math.max(0, cut - 1024));
      BootEnvironment counts = whole(one) ? parse(one) : parse(two);
      assertThat(whole(one) || whole(two)).as("cut after %d bytes", cut).isTrue();
      assertThat(counts).as("cut after %d bytes", cut).isIn(before, after);
      assertThat(BootDecision.chooseAndCount(counts).lastResort()).isFalse();
      torn += whole(one) && whole(two) ? 0 : 1;
    }
    assertThat(torn).isGreaterThan(100);
  }

  private static byte[] mixed(byte[] next, byte[] old, int bytes) {
    byte[] mixed = old.clone();
    System.arraycopy(next, 0, mixed, 0, bytes);
    return mixed;
  }

  private static boolean whole(byte[] copy) {
    String begin = value(copy, "apfw_begin");
    return !begin.isEmpty() && begin.equals(value(copy, "apfw_end"));
  }

  private static BootEnvironment parse(byte[] copy) {
    return new BootEnvironment(
        SlotId.ofLabel(value(copy, "apfw_first")).orElseThrow(),
        grubEntry(value(copy, "apfw_part1")),
        grubEntry(value(copy, "apfw_part2")));
  }

  private static BootEntry grubEntry(String value) {
    return value.equals("G") ? GOOD : BootEntry.onTrial(Integer.parseInt(value));
  }

  private static String value(byte[] copy, String name) {
    return new String(copy, StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static ScriptBootControl.Scripts only(String... lines) {
    return new ScriptBootControl.Scripts() {
      @Override
      public List<String> status() {
        return Arrays.asList(lines);
      }

      @Override
      public void set(java.util.Map<String, String> variables) {
        throw new IllegalStateException("nothing is to be written");
      }
    };
  }

  @Override
  BootControl control(BootEnvironment environment, BootedSlot booted) throws Exception {
    ScriptBootControl control = new ScriptBootControl("board grub", bench, () -> booted);
    control.write(environment);
    return control;
  }

  @Override
  BootEnvironment environment() throws Exception {
    bench.fake = "";
    return new ScriptBootControl("board grub", bench, () -> PART1).read().environment();
  }

  @Override
  void breakWrites() {
    bench.fake = "dd-io-error";
  }

  @Override
  void lose() throws Exception {
    Files.write(first, new byte[1024]);
    Files.delete(second);
  }
}
