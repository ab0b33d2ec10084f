package io.apfw.storage.trust;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the head of the image on each slot, so that the slot can be verified again after a restart.
 * What is loaded is believed as little as what is received: it goes through the verifier.
 */
public final class HeadStore {
  private final Path directory;

  /** A store in a directory, made when it is first needed. */
  public HeadStore(Path directory) {
    this.directory = directory;
  }

  /** Keeps a head, durable when this returns. */
  public void save(SlotId slot, ImageHead head) throws StorageException {
    try {
      DurableFiles.createDirectory(directory);
      DurableFiles.replace(file(slot, "manifest"), head.manifest());
      DurableFiles.replace(file(slot, "manifest.p7s"), head.signature());
      DurableFiles.replace(file(slot, "blockmap"), head.blockMap());
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  /** The head last kept; empty when one of its parts is missing. */
  public Optional<ImageHead> load(SlotId slot) throws StorageException {
    if (Files.notExists(file(slot, "manifest"))
        || Files.notExists(file(slot, "manifest.p7s"))
        || Files.notExists(file(slot, "blockmap"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ImageHead(
              read(file(slot, "manifest"), ImageHead.MANIFEST_BYTES_MAX),
              read(file(slot, "manifest.p7s"), ImageHead.SIGNATURE_BYTES_MAX),
              read(file(slot, "blockmap"), ImageHead.BLOCK_MAP_BYTES_MAX)));
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  private Path file(SlotId slot, String name) {
    return directory.resolve(slot.label() + "." + name);
  }

  private static byte[] read(Path file, int bytesMax) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException(file + " has more than " + bytesMax + " bytes");
      }
      return bytes;
    }
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.JOURNAL_WRITE,
        "image heads in " + directory + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
