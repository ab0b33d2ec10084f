package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceErrors;
import io.apfw.storage.device.FileBlockDevice;
import io.apfw.storage.state.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written under another name and gets its own, by rename, when it is complete. What
 * is left under the other name by a cut is there at the next open, to be kept or overwritten. Ours.
 */
final class StagedFile implements BlockDevice {
  private final Path file;
  private final Path staged;
  private final FileBlockDevice device;

  private StagedFile(Path file, Path staged, FileBlockDevice device) {
    this.file = file;
    this.staged = staged;
    this.device = device;
  }

  /**
   * Opens it for writing; the file itself, if it is there, becomes what is written.
   *
   * @param sizeBytesMax the content may grow so far
   */
  static StagedFile open(Path file, Path staged, long sizeBytesMax) throws IOException {
    if (Files.exists(file)) {
      move(file, staged);
    }
    FileBlockDevice device = FileBlockDevice.openGrowing(staged, sizeBytesMax);
    DurableFiles.handOver(staged);
    return new StagedFile(file, staged, device);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Path directory = to.toAbsolutePath().getParent();
      if (directory != null) {
        DurableFiles.forceDirectory(directory);
      }
    } catch (IOException e) {
      throw DeviceErrors.of(to, e);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long sizeBytes() {
    return device.sizeBytes();
  }

  @Override
  public int alignmentBytes() {
    return device.alignmentBytes();
  }

  @Override
  public boolean uncached() {
    return device.uncached();
  }

  @Override
  public int read(ByteBuffer target, long offset) throws IOException {
    return device.read(target, offset);
  }

  @Override
  public void write(ByteBuffer source, long offset) throws IOException {
    device.write(source, offset);
  }

  @Override
  public void force() throws IOException {
    device.force();
  }

  @Override
  public void publish(long contentBytes) throws IOException {
    device.shorten(contentBytes);
    device.force();
    move(staged, file);
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
