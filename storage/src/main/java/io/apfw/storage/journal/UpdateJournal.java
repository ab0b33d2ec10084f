package io.apfw.storage.journal;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last update in a {@link TwinFile} of kind {@code journal}. */
public final class UpdateJournal {
  private static final String KIND = "journal";

  /** A cause is one line for a person; a state file is small. */
  private static final int CAUSE_CHARS_MAX = 500;

  private final TwinFile file;

  /** A journal on a device, or in a file made by {@link #at}. */
  public UpdateJournal(TwinFile file) {
    this.file = file;
  }

  /** A journal in a file, which need not exist yet. */
  public static UpdateJournal at(Path file) {
    return new UpdateJournal(TwinFile.at(file, KIND));
  }

  /**
   * The last update; {@link JournalEntry#IDLE} before the first.
   *
   * @throws StorageException JOURNAL_WRITE when it cannot be read
   */
  public JournalEntry read() throws StorageException {
    try {
      Optional<StateText> state = file.read();
      return state.isEmpty() ? JournalEntry.IDLE : parse(new StateReader(file.name(), state.get()));
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** Replaces the entry, durable when this returns. */
  public void write(JournalEntry entry) throws StorageException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("phase", entry.phase().name());
    entry.target().ifPresent(slot -> values.put("target", slot.label()));
    values.put("version", entry.version());
    values.put("manifest-sha256", entry.manifestSha256());
    values.put("security-version", Long.toString(entry.securityVersion()));
    entry.at().ifPresent(at -> values.put("at", at.toString()));
    values.put("cause-number", Integer.toString(entry.causeNumber()));
    values.put("cause-text", oneLine(entry.causeText()));
    values.put("attempts", Integer.toString(entry.attempts()));
    values.put("unreached", Integer.toString(entry.unreached()));
    values.put("trial-boots", Integer.toString(entry.trial().boots()));
    values.put("trial-tries-left", Integer.toString(entry.trial().triesLeft()));
    values.put("trial-boot-id", oneLine(entry.trial().bootId()));
    values.put("trial-lost-runs", Integer.toString(entry.trial().lostRuns()));
    try {
      file.write(values);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private static JournalEntry parse(StateReader reader) throws IOException {
    return new JournalEntry(
        phaseOf(reader.text("phase")),
        SlotId.ofLabel(reader.text("target")),
        reader.text("version"),
        reader.text("manifest-sha256"),
        reader.number("security-version"),
        reader.instant("at"),
        count(reader, "cause-number"),
        reader.text("cause-text"),
        count(reader, "attempts"),
        count(reader, "unreached"),
        new JournalEntry.Trial(
            count(reader, "trial-boots"),
            count(reader, "trial-tries-left"),
            reader.text("trial-boot-id"),
            count(reader, "trial-lost-runs")));
  }

  private static int count(StateReader reader, String key) throws IOException {
    return (int) Math.min(reader.number(key), Integer.MAX_VALUE);
  }

  /**
   * A phase this agent does not know was written by a newer one, which does not run any more: its
   * update did not last.
   */
  private static UpdatePhase phaseOf(String name) {
    for (UpdatePhase phase : UpdatePhase.values()) {
      if (phase.name().equals(name)) {
        return phase;
      }
    }
    return UpdatePhase.ABORTED;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cc}+", " ");
    return line.length() <= CAUSE_CHARS_MAX ? line : line.substring(0, CAUSE_CHARS_MAX);
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE, file.name() + " " + what + ": " + cause.getMessage(), cause);
  }
}
