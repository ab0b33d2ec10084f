package io.apfw.storage.boot;

import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code apfw.slot=part1} from a kernel command line. Two words that disagree tell nothing.
 * Source: ours.
 *
 * @param commandLine the file, {@link #KERNEL} on a real system
 */
public record CommandLineSlotFinder(Path commandLine) implements BootedSlotFinder {
  /** Where Linux shows its command line. */
  public static final Path KERNEL = Path.of("/proc/cmdline");

  private static final String WORD = "apfw.slot=";

  /** Linux allows 2048 bytes on most machines, 4096 on some. */
  private static final int COMMAND_LINE_BYTES_MAX = 64 * 1024;

  @Override
  public BootedSlot find() {
    String line;
    try (InputStream in = Files.newInputStream(commandLine)) {
      line = new String(in.readNBytes(COMMAND_LINE_BYTES_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return new BootedSlot.Unknown(commandLine + " cannot be read: " + e);
    }
    List<String> found =
        Arrays.stream(line.strip().split("\\s+", -1))
            .filter(word -> word.startsWith(WORD))
            .distinct()
            .toList();
    if (found.size() != 1) {
      return new BootedSlot.Unknown(
          commandLine
              + (found.isEmpty()
                  ? " has no " + WORD + "part1 or " + WORD + "part2"
                  : " says both " + String.join(" and ", found)));
    }
    Optional<SlotId> slot = SlotId.ofLabel(found.get(0).substring(WORD.length()));
    return slot.<BootedSlot>map(BootedSlot.Known::new)
        .orElseGet(
            () ->
                new BootedSlot.Unknown(
                    commandLine + " says " + found.get(0) + ", allowed are part1 and part2"));
  }
}
