package io.apfw.storage.trust;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.state.DamagedStateException;
import io.apfw.storage.state.DurableFiles;
import io.apfw.storage.state.StateReader;
import io.apfw.storage.state.StateText;
import io.apfw.storage.state.TwinFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The roots that images have brought, kept outside both slots: a PEM file for each update (there
 * are few in an AP's life), and a {@link TwinFile} that says which one counts. The file is durable
 * before the state names it, and the state has two copies, so a power cut leaves the old roots or
 * the new.
 */
public final class BroughtRoots {
  private static final String KIND = "trust";

  private final Path directory;
  private final TwinFile file;

  private BroughtRoots(Path directory, TwinFile file) {
    this.directory = directory;
    this.file = file;
  }

  /** Roots in a directory, made when an image brings the first. */
  public static BroughtRoots at(Path directory) {
    return new BroughtRoots(directory, TwinFile.at(directory.resolve("trust.state"), KIND));
  }

  /**
   * Which roots count.
   *
   * @param serial of the update they came with; 0: those of the configuration
   * @param sha256 of the file they are in, empty with serial 0
   */
  public record Generation(long serial, String sha256) {
    /** The configured roots. */
    public static final Generation CONFIGURED = new Generation(0, "");
  }

  /**
   * What is known of the updates.
   *
   * @param current which roots count
   * @param previous which counted before
   * @param floor the highest serial that was ever applied
   */
  public record Status(Generation current, Generation previous, long floor) {
    private static final Status NONE = new Status(Generation.CONFIGURED, Generation.CONFIGURED, 0);
  }

  /**
   * What is known of the updates.
   *
   * @throws StorageException also when the state is damaged: nothing is known then
   */
  public Status status() throws StorageException {
    try {
      Optional<StateText> state = file.read();
      if (state.isEmpty()) {
        return Status.NONE;
      }
      StateReader reader = new StateReader(file.name(), state.get());
      return new Status(
          new Generation(reader.number("serial"), reader.text("sha256")),
          new Generation(reader.number("previous.serial"), reader.text("previous.sha256")),
          reader.number("floor"));
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /** A state that is damaged has no way back to it: the next update begins anew. */
  private Status statusOrNone() throws StorageException {
    try {
      return status();
    } catch (StorageException e) {
      if (e.getCause() instanceof DamagedStateException) {
        return Status.NONE;
      }
      throw e;
    }
  }

  /**
   * The roots of one update.
   *
   * @throws StorageException when the file is not the one that was kept
   */
  public TrustStore load(Generation generation) throws StorageException {
    Path pem = pem(generation.serial());
    try {
      if (!Sha256.hex(Files.readAllBytes(pem)).equals(generation.sha256())) {
        throw new IOException(pem + " is not what was kept");
      }
      return TrustStore.load(pem);
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /**
   * Makes the roots of an image that has passed its trial the only ones, durable when this returns.
   * An update that is not newer than the newest ever applied changes nothing.
   *
   * @return whether it was applied
   */
  public boolean apply(TrustUpdate update) throws StorageException {
    Status status = statusOrNone();
    if (update.serial() <= status.floor()) {
      return false;
    }
    byte[] pem = pem(update);
    Generation next = new Generation(update.serial(), Sha256.hex(pem));
    try {
      DurableFiles.createDirectory(directory);
      DurableFiles.replace(pem(update.serial()), pem);
      if (!load(next).roots().equals(update.roots())) {
        throw new IOException(pem(update.serial()) + " does not read back as written");
      }
      write(new Status(next, status.current(), update.serial()));
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
    return true;
  }

  /**
   * Goes back to the roots before the last update, as an operator may. The floor stays, so no image
   * brings the same update again; the next one has a higher serial.
   *
   * @return what counts now
   */
  public Status revert() throws StorageException {
    Status status = status();
    if (status.current().serial() == 0) {
      return status;
    }
    if (status.previous().serial() > 0) {
      load(status.previous());
    }
    Status back = new Status(status.previous(), Generation.CONFIGURED, status.floor());
    try {
      write(back);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
    return back;
  }

  private void write(Status status) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("serial", Long.toString(status.current().serial()));
    values.put("sha256", status.current().sha256());
    values.put("previous.serial", Long.toString(status.previous().serial()));
    values.put("previous.sha256", status.previous().sha256());
    values.put("floor", Long.toString(status.floor()));
    file.write(values);
  }

  private Path pem(long serial) {
    return directory.resolve("roots-" + serial + ".pem");
  }

  private static byte[] pem(TrustUpdate update) {
    StringBuilder pem = new StringBuilder();
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    try {
      for (X509Certificate root : update.roots()) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(encoder.encodeToString(root.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
    return pem.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE,
        "roots in " + directory + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
