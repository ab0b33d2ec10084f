package io.apfw.storage.boot;

import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Boot control by the board's scripts, {@code upgrade-scripts/CONTRACT.md}: a port to another boot
 * loader is a shell file. BOOT_STATUS prints
 *
 * <pre>
 * boot first=part1
 * boot part1=3
 * boot part2=good
 * boot note=one.env is missing or damaged; two.env is used
 * </pre>
 *
 * and BOOT_SET takes the same words in {@code APFW_BOOT_FIRST}, {@code APFW_BOOT_PART1} and {@code
 * APFW_BOOT_PART2}.
 */
public final class ScriptBootControl extends StoredBootControl {
  private static final String LINE = "boot ";

  /** Runs the board's scripts; storage starts no process. */
  public interface Scripts {
    /**
     * BOOT_STATUS.
     *
     * @return what it has printed
     * @throws IOException when it ended with anything but 0; the message says how and why
     */
    List<String> status() throws IOException;

    /**
     * BOOT_SET.
     *
     * @param variables by name, beside those that are always there
     * @throws IOException as {@link #status}
     */
    void set(Map<String, String> variables) throws IOException;
  }

  private final String name;
  private final Scripts scripts;

  /**
   * Boot control over an environment that exists.
   *
   * @param name what messages call the environment, such as {@code the boot environment of board
   *     grub}
   */
  public ScriptBootControl(String name, Scripts scripts, BootedSlotFinder finder) {
    super(finder);
    this.name = name;
    this.scripts = scripts;
  }

  @Override
  String name() {
    return name;
  }

  @Override
  Found read() throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : scripts.status()) {
      int equals = line.indexOf('=');
      if (line.startsWith(LINE) && equals > 0) {
        values.merge(
            line.substring(LINE.length(), equals),
            line.substring(equals + 1),
            (one, other) -> one + "; " + other);
      }
    }
    String first = values.getOrDefault("first", "");
    Optional<SlotId> slot = SlotId.ofLabel(first);
    return new Found(
        new BootEnvironment(
            slot.orElseThrow(() -> bad("first", first, "part1 or part2")),
            entry(values, SlotId.PART1),
            entry(values, SlotId.PART2)),
        values.getOrDefault("note", ""));
  }

  @Override
  void write(BootEnvironment environment) throws IOException {
    scripts.set(
        Map.of(
            "APFW_BOOT_FIRST", environment.first().label(),
            "APFW_BOOT_PART1", word(environment.part1()),
            "APFW_BOOT_PART2", word(environment.part2())));
  }

  private static BootEntry entry(Map<String, String> values, SlotId id) throws IOException {
    String word = values.getOrDefault(id.label(), "");
    if (word.equals("good")) {
      return BootEntry.GOOD;
    }
    if (!word.matches("[0-9]")) {
      throw bad(id.label(), word, "good or 0 to " + BootEntry.TRIES_MAX);
    }
    return BootEntry.onTrial(Integer.parseInt(word));
  }

  private static String word(BootEntry entry) {
    return entry.good() ? "good" : Integer.toString(entry.triesLeft());
  }

  private static IOException bad(String key, String value, String allowed) {
    return new IOException("BOOT_STATUS says " + key + "=" + value + ", allowed is " + allowed);
  }
}
