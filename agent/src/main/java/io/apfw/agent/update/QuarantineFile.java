package io.apfw.agent.update;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.state.DamagedStateException;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import io.apfw.update.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@link Quarantine} on disk, in one {@link TwinFile}: {@code 0.version}, {@code 0.until} and
 * so on, oldest first. The agent writes it, and so does {@code apfw quarantine clear} beside it:
 * the later one counts.
 */
public final class QuarantineFile {
  private static final String KIND = "quarantine";

  private final Path path;
  private final TwinFile file;

  private QuarantineFile(Path path) {
    this.path = path;
    this.file = TwinFile.at(path, KIND);
  }

  /** A quarantine in a file, which need not exist yet. */
  public static QuarantineFile at(Path path) {
    return new QuarantineFile(path);
  }

  /** What stands there; nothing when the file is damaged, for it only spares repeated failures. */
  public Quarantine read() throws StorageException {
    try {
      Optional<StateText> state = file.read();
      return state.isEmpty() ? Quarantine.NONE : parse(new StateReader(file.name(), state.get()));
    } catch (DamagedStateException e) {
      return Quarantine.NONE;
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** When it was written last; empty when it never was. */
  Optional<FileTime> writtenAt() throws StorageException {
    try {
      return Files.exists(path) ? Optional.of(Files.getLastModifiedTime(path)) : Optional.empty();
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** Replaces it, durable when this returns. */
  public void write(Quarantine quarantine) throws StorageException {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (Quarantine.Entry entry : quarantine.entries()) {
      String prefix = number++ + ".";
      values.put(prefix + "version", entry.version());
      values.put(prefix + "manifest-sha256", entry.manifestSha256());
      values.put(prefix + "announced-md5", entry.announcedMd5());
      values.put(prefix + "announced-bytes", Long.toString(entry.announcedBytes()));
      values.put(prefix + "cause", Integer.toString(entry.causeNumber()));
      values.put(prefix + "failures", Integer.toString(entry.failures()));
      values.put(prefix + "until", entry.until().toString());
    }
    try {
      file.write(values);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private Quarantine parse(StateReader reader) throws IOException {
    List<Quarantine.Entry> entries = new ArrayList<>();
    for (int number = 0; number < Quarantine.ENTRIES_MAX; number++) {
      String prefix = number + ".";
      Optional<Instant> until = reader.instant(prefix + "until");
      if (reader.text(prefix + "version").isEmpty() || until.isEmpty()) {
        break;
      }
      entries.add(
          new Quarantine.Entry(
              reader.text(prefix + "version"),
              reader.text(prefix + "manifest-sha256"),
              reader.text(prefix + "announced-md5"),
              reader.number(prefix + "announced-bytes"),
              (int) Math.min(reader.number(prefix + "cause"), Integer.MAX_VALUE),
              (int) Math.min(reader.number(prefix + "failures"), Integer.MAX_VALUE),
              until.get()));
    }
    return new Quarantine(entries);
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE,
        "quarantine " + file.name() + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
