package io.apfw.storage.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.MemoryDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinFileTest {
  private static final int BOTH = 2 * TwinFile.COPY_BYTES;
  private static final Map<String, String> OLD = Map.of("phase", "old");
  private static final Map<String, String> NEW = Map.of("phase", "new");

  @TempDir Path directory;

  @Test
  void a_power_cut_at_any_byte_leaves_the_old_or_the_new_state() throws IOException {
    byte[] before = deviceWith(OLD).content();
    for (int cut = 0; cut < BOTH; cut++) {
      MemoryDevice device = new MemoryDevice(before.clone(), false).cutAfter(cut);
      assertThatThrownBy(() -> twin(device).write(NEW)).hasMessageContaining("power cut");
      Map<String, String> after = readAgain(device);
      assertThat(after).as("cut after %d bytes", cut).isIn(OLD, NEW);
      if (cut >= TwinFile.COPY_BYTES) {
        assertThat(after).as("cut after %d bytes", cut).isEqualTo(NEW);
      }
    }
  }

  @Test
  void a_second_power_cut_after_the_first_is_no_worse() throws IOException {
    byte[] before = deviceWith(OLD).content();
    for (int first = 0; first < BOTH; first += 127) {
      MemoryDevice once = new MemoryDevice(before.clone(), false).cutAfter(first);
      assertThatThrownBy(() -> twin(once).write(NEW)).isInstanceOf(IOException.class);
      for (int second = 0; second < BOTH; second += 127) {
        MemoryDevice twice = new MemoryDevice(once.content().clone(), false).cutAfter(second);
        assertThatThrownBy(() -> twin(twice).write(Map.of("phase", "newest")))
            .isInstanceOf(IOException.class);
        assertThat(readAgain(twice).get("phase"))
            .as("cuts after %d and %d bytes", first, second)
            .isIn("old", "new", "newest");
      }
    }
  }

  @Test
  void one_damaged_copy_is_made_good_by_the_next_write() throws IOException {
    for (int damaged : new int[] {0, TwinFile.COPY_BYTES}) {
      MemoryDevice device = deviceWith(OLD);
      device.content()[damaged + 20] ^= 1;
      assertThat(readAgain(device)).isEqualTo(OLD);
      twin(device).write(NEW);
      device.content()[TwinFile.COPY_BYTES - damaged + 20] ^= 1;
      assertThat(readAgain(device)).isEqualTo(NEW);
    }
  }

  @Test
  void a_file_with_both_copies_damaged_says_so_and_can_be_written_again() throws IOException {
    MemoryDevice device = deviceWith(OLD);
    device.content()[0] ^= 1;
    device.content()[TwinFile.COPY_BYTES] ^= 1;
    assertThatThrownBy(() -> twin(device).read())
        .isInstanceOf(DamagedStateException.class)
        .hasMessageContaining("memory: neither copy");
    twin(device).write(NEW);
    assertThat(readAgain(device)).isEqualTo(NEW);
  }

  @Test
  void a_medium_that_lies_is_noticed() throws IOException {
    MemoryDevice device = deviceWith(OLD);
    device.flipAt(30);
    assertThatThrownBy(() -> twin(device).write(NEW)).hasMessageContaining("does not read back");
  }

  @Test
  void one_kind_of_state_is_never_taken_for_another() throws IOException {
    MemoryDevice device = deviceWith(OLD);
    assertThatThrownBy(() -> TwinFile.on("memory", () -> device, "boot").read())
        .isInstanceOf(DamagedStateException.class)
        .hasMessageContaining("'boot'");
  }

  @Test
  void a_file_is_made_by_the_first_write_and_is_text() throws IOException {
    Path file = directory.resolve("test.state");
    assertThat(TwinFile.at(file, "test").read()).isEmpty();
    TwinFile.at(file, "test").write(OLD);
    TwinFile.at(file, "test").write(NEW);
    assertThat(TwinFile.at(file, "test").read().orElseThrow())
        .isEqualTo(new StateText("test", 2, NEW));
    assertThat(Files.size(file)).isEqualTo(BOTH);
    assertThat(Files.readString(file))
        .startsWith("apfw-state=1\nkind=test\ngeneration=2\nphase=new\nsha256=");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void a_file_that_was_cut_short_is_made_whole() throws IOException {
    Path file = directory.resolve("test.state");
    TwinFile.at(file, "test").write(OLD);
    for (int bytes : new int[] {TwinFile.COPY_BYTES + 17, 17, 0}) {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
      TwinFile.at(file, "test").write(NEW);
      assertThat(TwinFile.at(file, "test").read().orElseThrow().values()).isEqualTo(NEW);
      assertThat(Files.size(file)).isEqualTo(BOTH);
    }
  }

  @Test
  void refuses_what_the_text_cannot_hold() {
    TwinFile file = TwinFile.at(directory.resolve("test.state"), "test");
    assertThatThrownBy(() -> file.write(Map.of("phase", "a\nb")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> file.write(Map.of("Phase", "a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> file.write(Map.of("phase", "x".repeat(TwinFile.COPY_BYTES))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds 4096 bytes");
  }

  private static MemoryDevice deviceWith(Map<String, String> values) throws IOException {
    MemoryDevice device = new MemoryDevice(BOTH);
    twin(device).write(values);
    return device;
  }

  private static TwinFile twin(MemoryDevice device) {
    return TwinFile.on("memory", () -> device, "test");
  }

  private static Map<String, String> readAgain(MemoryDevice device) throws IOException {
    return twin(new MemoryDevice(device.content(), false)).read().orElseThrow().values();
  }
}
