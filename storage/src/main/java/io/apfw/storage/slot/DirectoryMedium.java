package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceException;
import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.DeviceUse;
import io.apfw.storage.device.FileBlockDevice;
import io.apfw.storage.device.StorageFault;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory of a mounted file system, for small boards: the payload is its file {@value #FILE},
 * and while it is being written {@value #STAGED}. The agent never makes the directory: one that is
 * not there says that its file system is not mounted.
 *
 * <p>The image that stood there is not kept beside the new one, for which a small board has no
 * room: at the open, when the slot is marked bad already, it becomes the file that is written. So
 * what room there is for an image is the free space and the files that stand here.
 *
 * <p>Read-back goes past the cache where the file system has O_DIRECT (ext4, xfs, f2fs); elsewhere
 * (tmpfs, overlay on it, ubifs, vfat on old kernels) it comes from the cache, and the report says
 * so.
 *
 * @param directory the slot
 * @param use tells whether somebody uses the file
 */
public record DirectoryMedium(Path directory, DeviceUse use) implements SlotMedium {
  static final String FILE = "image";
  static final String STAGED = "image.new";

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public Optional<DeviceId> id() {
    return use.finder().find(directory);
  }

  @Override
  public boolean isOn(DeviceId root) {
    return use.finder().find(file()).filter(root::equals).isPresent();
  }

  @Override
  public long capacityBytes() throws IOException {
    return store().getTotalSpace();
  }

  @Override
  public void checkWritable(long payloadBytes) throws IOException {
    FileStore store = store();
    if (store.isReadOnly()) {
      throw new DeviceException(StorageFault.SLOT_READ_ONLY, store + " is mounted read-only");
    }
    for (Path path : new Path[] {file(), staged()}) {
      Optional<DeviceId> id = use.finder().find(path);
      if (id.isPresent()) {
        DeviceMedium.refuseInUse(use, id.get());
      }
    }
    if (payloadBytes > roomBytes(store)) {
      throw new DeviceException(
          StorageFault.SLOT_FULL,
          payloadBytes
              + " bytes are needed, "
              + roomBytes(store)
              + " are there: remove what fills "
              + store);
    }
  }

  @Override
  public BlockDevice openForReading() throws IOException {
    return FileBlockDevice.openForReading(file());
  }

  @Override
  public BlockDevice openForWriting() throws IOException {
    checkWritable(0);
    return StagedFile.open(file(), staged(), roomBytes(store()));
  }

  private FileStore store() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new DeviceException(
          StorageFault.SLOT_GONE, "it is no directory: is its file system mounted?");
    }
    return Files.getFileStore(directory);
  }

  private long roomBytes(FileStore store) throws IOException {
    return store.getUsableSpace() + size(file()) + size(staged());
  }

  private Path file() {
    return directory.resolve(FILE);
  }

  private Path staged() {
    return directory.resolve(STAGED);
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
