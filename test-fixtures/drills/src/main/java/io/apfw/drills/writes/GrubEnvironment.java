package io.apfw.drills.writes;

import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.slot.SlotId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The boot environment as grub.cfg of board {@code grub} takes it from two environment blocks: the
 * first copy when it is whole, else the second.
 *
 * @param second whether the first copy was not whole
 */
record GrubEnvironment(BootEnvironment environment, boolean second) {
  private static final String SIGNATURE = "# GRUB Environment Block\n";
  private static final Pattern ENTRY = Pattern.compile("[0-9G]");

  /** Empty when neither copy is whole. */
  static Optional<GrubEnvironment> of(Optional<byte[]> first, Optional<byte[]> second) {
    Optional<BootEnvironment> used = first.flatMap(GrubEnvironment::whole);
    if (used.isPresent()) {
      return Optional.of(new GrubEnvironment(used.get(), false));
    }
    return second.flatMap(GrubEnvironment::whole).map(copy -> new GrubEnvironment(copy, true));
  }

  private static Optional<BootEnvironment> whole(byte[] block) {
    String text = new String(block, StandardCharsets.ISO_8859_1);
    if (!text.startsWith(SIGNATURE)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains("="))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    String begin = values.getOrDefault("apfw_begin", "");
    Optional<SlotId> first = SlotId.ofLabel(values.getOrDefault("apfw_first", ""));
    Optional<BootEntry> part1 = entry(values.getOrDefault("apfw_part1", ""));
    Optional<BootEntry> part2 = entry(values.getOrDefault("apfw_part2", ""));
    if (begin.isEmpty()
        || !begin.equals(values.get("apfw_end"))
        || first.isEmpty()
        || part1.isEmpty()
        || part2.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new BootEnvironment(first.get(), part1.get(), part2.get()));
  }

  private static Optional<BootEntry> entry(String value) {
    if (!ENTRY.matcher(value).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        value.equals("G") ? BootEntry.GOOD : BootEntry.onTrial(Integer.parseInt(value)));
  }
}
