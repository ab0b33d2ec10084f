package io.apfw.storage.trust;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The lowest security version this AP still installs, kept outside both slots; it never falls. */
public final class SecurityFloor {
  private static final String KIND = "security";

  private final TwinFile file;

  /** A floor on a device, or in a file made by {@link #at}. */
  public SecurityFloor(TwinFile file) {
    this.file = file;
  }

  /** A floor in a file, which need not exist yet. */
  public static SecurityFloor at(Path file) {
    return new SecurityFloor(TwinFile.at(file, KIND));
  }

  /** The floor; 0 before the first image was confirmed. */
  public long read() throws StorageException {
    try {
      Optional<StateText> state = file.read();
      return state.isEmpty() ? 0 : new StateReader(file.name(), state.get()).number("floor");
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** Raises the floor, after an image has passed its trial; a lower one changes nothing. */
  public void raiseTo(long securityVersion) throws StorageException {
    if (securityVersion <= read()) {
      return;
    }
    try {
      file.write(Map.of("floor", Long.toString(securityVersion)));
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE,
        "security version floor " + file.name() + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
