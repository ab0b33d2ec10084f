package io.apfw.storage.journal;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.DamagedStateException;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last updates, at most {@value #UPDATES_MAX}, the newest first, in a {@link TwinFile} of kind
 * {@code history}: {@code 1.version}, {@code 1.steps=RECEIVING 2026-01-02T03:04:05Z, …} and so on.
 * It only tells: nothing is decided by it, and a damaged one is begun anew.
 */
public final class UpdateHistory {
  /** Updates that are remembered. */
  public static final int UPDATES_MAX = 10;

  private static final String KIND = "history";

  /** Of each copy: {@value #UPDATES_MAX} updates with all their steps and the longest causes. */
  private static final int COPY_BYTES = 16 * 1024;

  private static final String UNKNOWN_TIME = "-";

  private final TwinFile file;

  private UpdateHistory(TwinFile file) {
    this.file = file;
  }

  /** A history in a file, which need not exist yet. */
  public static UpdateHistory at(Path file) {
    return new UpdateHistory(TwinFile.at(file, KIND, COPY_BYTES));
  }

  /**
   * The updates, the newest first.
   *
   * @throws StorageException JOURNAL_WRITE when they cannot be read
   */
  public List<PastUpdate> read() throws StorageException {
    try {
      return updates();
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /**
   * Takes down what the journal says now, durable when this returns.
   *
   * @throws StorageException JOURNAL_WRITE when it cannot be written
   */
  public void note(JournalEntry entry) throws StorageException {
    if (entry.phase() == UpdatePhase.IDLE) {
      return;
    }
    try {
      List<PastUpdate> updates = new ArrayList<>(updatesOrNone());
      if (!updates.isEmpty() && updates.get(0).goesOnAs(entry)) {
        updates.set(0, updates.get(0).with(entry));
      } else {
        updates.add(0, PastUpdate.begin(entry));
      }
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(updates.size(), UPDATES_MAX); i++) {
        format(values, (i + 1) + ".", updates.get(i));
      }
      file.write(values);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private List<PastUpdate> updatesOrNone() throws IOException {
    try {
      return updates();
    } catch (DamagedStateException e) {
      return List.of();
    }
  }

  private List<PastUpdate> updates() throws IOException {
    Optional<StateText> state = file.read();
    List<PastUpdate> updates = new ArrayList<>();
    if (state.isPresent()) {
      StateReader reader = new StateReader(file.name(), state.get());
      for (int i = 1; i <= UPDATES_MAX && reader.optional(i + ".steps").isPresent(); i++) {
        updates.add(parse(reader, i + "."));
      }
    }
    return updates;
  }

  private static void format(Map<String, String> values, String prefix, PastUpdate update) {
    values.put(prefix + "version", update.version());
    update.target().ifPresent(slot -> values.put(prefix + "target", slot.label()));
    values.put(prefix + "manifest-sha256", update.manifestSha256());
    values.put(prefix + "attempt", Integer.toString(update.attempt()));
    List<String> steps = new ArrayList<>();
    for (PastUpdate.Step step : update.steps()) {
      steps.add(step.phase() + " " + step.at().map(Instant::toString).orElse(UNKNOWN_TIME));
    }
    values.put(prefix + "steps", String.join(", ", steps));
    values.put(prefix + "cause-number", Integer.toString(update.causeNumber()));
    values.put(prefix + "cause-text", update.causeText().replaceAll("\\p{Cc}+", " "));
  }

  private static PastUpdate parse(StateReader reader, String prefix) throws IOException {
    List<PastUpdate.Step> steps = new ArrayList<>();
    for (String step : reader.text(prefix + "steps").split(", ", PastUpdate.STEPS_MAX + 1)) {
      String[] words = step.split(" ", 2);
      if (steps.size() < PastUpdate.STEPS_MAX) {
        steps.add(new PastUpdate.Step(words[0], time(words.length > 1 ? words[1] : UNKNOWN_TIME)));
      }
    }
    return new PastUpdate(
        reader.text(prefix + "version"),
        SlotId.ofLabel(reader.text(prefix + "target")),
        reader.text(prefix + "manifest-sha256"),
        (int) Math.min(reader.number(prefix + "attempt"), Integer.MAX_VALUE),
        steps,
        (int) Math.min(reader.number(prefix + "cause-number"), Integer.MAX_VALUE),
        reader.text(prefix + "cause-text"));
  }

  /** A time that cannot be read says nothing; what happened still does. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE, file.name() + " " + what + ": " + cause.getMessage(), cause);
  }
}
