package io.apfw.storage.slot;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.state.DamagedStateException;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records of both slots, in one {@link TwinFile}: {@code part1.version}, {@code part1.state}
 * and so on.
 */
public final class SlotRecords {
  private static final String KIND = "slots";

  private final TwinFile file;

  /** Records in a file made by {@link #at} or on a device. */
  public SlotRecords(TwinFile file) {
    this.file = file;
  }

  /** Records in a file, which need not exist yet. */
  public static SlotRecords at(Path file) {
    return new SlotRecords(TwinFile.at(file, KIND));
  }

  /** Both records; {@link SlotRecord#EMPTY} for what was never written. */
  public Map<SlotId, SlotRecord> read() throws StorageException {
    try {
      return records();
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** Replaces one record, durable when this returns. */
  public void write(SlotId id, SlotRecord record) throws StorageException {
    try {
      Map<SlotId, SlotRecord> records = recordsOrNone();
      records.put(id, record);
      Map<String, String> values = new LinkedHashMap<>();
      records.forEach((slot, kept) -> format(values, slot + ".", kept));
      file.write(values);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  /** Damaged records are written anew: they only describe, the boot environment decides. */
  private Map<SlotId, SlotRecord> recordsOrNone() throws IOException {
    try {
      return records();
    } catch (DamagedStateException e) {
      return new EnumMap<>(SlotId.class);
    }
  }

  private Map<SlotId, SlotRecord> records() throws IOException {
    Map<SlotId, SlotRecord> records = new EnumMap<>(SlotId.class);
    Optional<StateText> state = file.read();
    for (SlotId id : SlotId.values()) {
      records.put(
          id,
          state.isEmpty()
              ? SlotRecord.EMPTY
              : parse(new StateReader(file.name(), state.get()), id + "."));
    }
    return records;
  }

  private static SlotRecord parse(StateReader reader, String prefix) throws IOException {
    return new SlotRecord(
        reader.text(prefix + "version"),
        reader.text(prefix + "family"),
        stateOf(reader.text(prefix + "state")),
        reader.number(prefix + "payload-bytes"),
        reader.text(prefix + "payload-sha256"),
        reader.text(prefix + "manifest-sha256"),
        reader.number(prefix + "security-version"),
        reader.instant(prefix + "installed-at"));
  }

  /** A state of a newer agent is BAD to this one: never activated on a guess. */
  private static SlotState stateOf(String name) {
    for (SlotState state : SlotState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return name.isEmpty() ? SlotState.EMPTY : SlotState.BAD;
  }

  private static void format(Map<String, String> values, String prefix, SlotRecord record) {
    values.put(prefix + "version", record.version());
    values.put(prefix + "family", record.family());
    values.put(prefix + "state", record.state().name());
    values.put(prefix + "payload-bytes", Long.toString(record.payloadBytes()));
    values.put(prefix + "payload-sha256", record.payloadSha256());
    values.put(prefix + "manifest-sha256", record.manifestSha256());
    values.put(prefix + "security-version", Long.toString(record.securityVersion()));
    record.installedAt().ifPresent(at -> values.put(prefix + "installed-at", at.toString()));
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE,
        "slot records " + file.name() + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
