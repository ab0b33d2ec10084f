package io.apfw.storage.device;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells causes of an I/O error apart. Java has no errno: for reads and writes it has only the C
 * library's text, which is in the language of the process. So the texts of glibc and musl are
 * compared first (the launcher sets LC_MESSAGES=C); what they do not tell is asked of the device:
 * whether it is still there, and whether it may be written. Without either it stays an error
 * without a cause.
 */
public final class DeviceErrors {
  private static final String NO_SPACE = "No space left on device";
  private static final String QUOTA = "Disk quota exceeded";
  private static final String NO_DEVICE = "No such device";
  private static final String GLIBC_IO = "Input/output error";
  private static final String MUSL_IO = "I/O error";
  private static final String GLIBC_READ_ONLY = "Read-only file system";
  private static final String NOT_PERMITTED = "Operation not permitted";

  private final Path path;
  private final DeviceFinder finder;

  DeviceErrors(Path path, DeviceFinder finder) {
    this.path = path;
    this.finder = finder;
  }

  /** An error of a real system's file or device with its cause, or itself. */
  public static IOException of(Path path, IOException error) {
    return new DeviceErrors(path, DeviceFinder.SYSTEM).of(error);
  }

  /** The same error with its cause, or itself when the cause is not known. */
  IOException of(IOException error) {
    Optional<StorageFault> fault =
        error instanceof DeviceException ? Optional.empty() : fault(error);
    return fault.<IOException>map(known -> new DeviceException(known, error)).orElse(error);
  }

  private Optional<StorageFault> fault(IOException error) {
    String text = String.valueOf(error.getMessage());
    if (error instanceof FileSystemException named && named.getReason() != null) {
      text = named.getReason();
    }
    if (text.contains(NO_SPACE) || text.contains(QUOTA)) {
      return Optional.of(StorageFault.SLOT_FULL);
    } else if (text.contains(NO_DEVICE) || error instanceof NoSuchFileException || gone()) {
      return Optional.of(StorageFault.SLOT_GONE);
    } else if (text.contains(GLIBC_READ_ONLY) || readOnly(error, text)) {
      return Optional.of(StorageFault.SLOT_READ_ONLY);
    } else if (text.contains(GLIBC_IO) || text.contains(MUSL_IO)) {
      return Optional.of(StorageFault.SLOT_IO_ERROR);
    }
    return Optional.empty();
  }

  private boolean gone() {
    return Files.notExists(path);
  }

  /** Linux says EACCES at the open and EPERM at the write of a device that is write-protected. */
  private boolean readOnly(IOException error, String text) {
    return (error instanceof AccessDeniedException || text.contains(NOT_PERMITTED))
        && finder.writeProtected(path);
  }
}
