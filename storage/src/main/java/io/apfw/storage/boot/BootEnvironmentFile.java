package io.apfw.storage.boot;

import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The boot environment as a {@link TwinFile} of kind {@code boot}, for boards whose boot loader
 * reads our own format:
 *
 * <pre>
 * first=part2
 * part1.good=no
 * part1.tries=3
 * part2.good=yes
 * part2.tries=0
 * </pre>
 *
 * The boot loader follows {@link BootDecision#chooseAndCount} and writes by the twin rule.
 */
public final class BootEnvironmentFile {
  private static final String KIND = "boot";

  private final TwinFile file;

  /** An environment on a device, or in a file made by {@link #at}. */
  public BootEnvironmentFile(TwinFile file) {
    this.file = file;
  }

  /** An environment in a file, which need not exist yet. */
  public static BootEnvironmentFile at(Path file) {
    return new BootEnvironmentFile(TwinFile.at(file, KIND));
  }

  /** The file or device, for messages. */
  public String name() {
    return file.name();
  }

  /**
   * The environment.
   *
   * @throws IOException when it is missing, damaged in both copies, or says what it may not
   */
  public BootEnvironment read() throws IOException {
    Optional<StateText> state = file.read();
    if (state.isEmpty()) {
      throw new NoSuchFileException(
          file.name(), null, "the boot environment does not exist: `apfw slots init` makes it");
    }
    StateReader reader = new StateReader(file.name(), state.get());
    String first = reader.text("first");
    Optional<SlotId> slot = SlotId.ofLabel(first);
    if (slot.isEmpty()) {
      throw reader.bad("first", first, "part1 or part2");
    }
    return new BootEnvironment(slot.get(), entry(reader, "part1"), entry(reader, "part2"));
  }

  private static BootEntry entry(StateReader reader, String slot) throws IOException {
    String good = reader.text(slot + ".good");
    long tries = reader.number(slot + ".tries");
    if (tries > BootEntry.TRIES_MAX) {
      throw reader.bad(slot + ".tries", Long.toString(tries), "0 to " + BootEntry.TRIES_MAX);
    }
    return switch (good) {
      case "yes" -> BootEntry.GOOD;
      case "no" -> BootEntry.onTrial((int) tries);
      default -> throw reader.bad(slot + ".good", good, "yes or no");
    };
  }

  /** Writes the environment, durable when this returns. */
  public void write(BootEnvironment environment) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("first", environment.first().label());
    for (SlotId id : SlotId.values()) {
      BootEntry entry = environment.entry(id);
      values.put(id + ".good", entry.good() ? "yes" : "no");
      values.put(id + ".tries", Integer.toString(entry.triesLeft()));
    }
    file.write(values);
  }
}
