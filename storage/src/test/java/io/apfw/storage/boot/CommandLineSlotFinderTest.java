package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineSlotFinderTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "apfw.slot=part1, PART1",
    "console=ttyS0 ro apfw.slot=part2 quiet, PART2",
    "apfw.slot=part2 apfw.slot=part2, PART2",
  })
  void reads_the_word(String line, SlotId expected) throws IOException {
    assertThat(find(line + "\n")).isEqualTo(new BootedSlot.Known(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "console=ttyS0, has no apfw.slot=part1",
    "'', has no apfw.slot=part1",
    "xapfw.slot=part1, has no apfw.slot=part1",
    "apfw.slot=part3, says apfw.slot=part3",
    "apfw.slot=, says apfw.slot=",
    "apfw.slot=part1 apfw.slot=part2, says both",
  })
  void says_why_it_cannot_tell(String line, String why) throws IOException {
    assertThat(((BootedSlot.Unknown) find(line)).why()).contains("cmdline").contains(why);
  }

  @Test
  void a_missing_file_is_a_reason() {
    BootedSlot found = new CommandLineSlotFinder(directory.resolve("missing")).find();
    assertThat(((BootedSlot.Unknown) found).why()).contains("missing cannot be read");
  }

  private BootedSlot find(String line) throws IOException {
    return new CommandLineSlotFinder(Files.writeString(directory.resolve("cmdline"), line)).find();
  }
}
