package io.apfw.storage.trust;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.state.DamagedStateException;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The last proven time, kept outside both slots. */
public final class ProvenTime {
  private static final String KIND = "clock";

  private final TwinFile file;

  /** A proven time on a device, or in a file made by {@link #at}. */
  public ProvenTime(TwinFile file) {
    this.file = file;
  }

  /** A proven time in a file, which need not exist yet. */
  public static ProvenTime at(Path file) {
    return new ProvenTime(TwinFile.at(file, KIND));
  }

  /** What stands there; the epoch when nothing does, or nothing readable: a weaker bound holds. */
  public Instant read() throws StorageException {
    try {
      Optional<StateText> state = file.read();
      return state.isEmpty()
          ? Instant.EPOCH
          : new StateReader(file.name(), state.get()).instant("proven").orElse(Instant.EPOCH);
    } catch (DamagedStateException e) {
      return Instant.EPOCH;
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** Keeps a time, durable when this returns. */
  void write(Instant proven) throws StorageException {
    try {
      file.write(Map.of("proven", proven.toString()));
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE,
        "proven time " + file.name() + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
