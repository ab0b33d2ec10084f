package io.apfw.storage.state;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceOpener;
import io.apfw.storage.device.FileBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small state that survives a power cut at any write: two copies of {@value #COPY_BYTES} bytes,
 * or what its owner needs, one behind the other, each a {@link StateText}. The copy with the higher
 * generation counts.
 *
 * <p>A write replaces the copy that does not count (the second, when they are equal), forces it,
 * reads it back, and then does the same to the other: at no instant is there no whole copy. The
 * file is never truncated; it is created by rename. One writer at a time.
 */
public final class TwinFile {
  /** Size of each copy unless its owner wants more; one that does not fit is a bug of its owner. */
  public static final int COPY_BYTES = 4096;

  private final String name;
  private final String kind;
  private final @Nullable Path file;
  private final DeviceOpener reader;
  private final DeviceOpener writer;
  private final int copyBytes;

  private TwinFile(
      String name,
      String kind,
      @Nullable Path file,
      DeviceOpener reader,
      DeviceOpener writer,
      int copyBytes) {
    this.copyBytes = copyBytes;
    this.name = name;
    this.kind = kind;
    this.file = file;
    this.reader = reader;
    this.writer = writer;
  }

  /** A state in a file, which need not exist yet; its directory must. */
  public static TwinFile at(Path file, String kind) {
    return at(file, kind, COPY_BYTES);
  }

  /**
   * The same for a larger state.
   *
   * @param copyBytes size of each copy, which never changes for a kind
   */
  public static TwinFile at(Path file, String kind, int copyBytes) {
    return new TwinFile(
        file.toString(),
        kind,
        file,
        () -> FileBlockDevice.openForReading(file),
        () -> FileBlockDevice.openForWriting(file),
        copyBytes);
  }

  /** A state on a device of at least two copies, such as a raw partition or a failing fake. */
  public static TwinFile on(String name, DeviceOpener device, String kind) {
    return new TwinFile(name, kind, null, device, device, COPY_BYTES);
  }

  /** The file or device, for messages. */
  public String name() {
    return name;
  }

  /**
   * The state that counts; empty when the file does not exist.
   *
   * @throws DamagedStateException when neither copy can be read as this kind of state
   * @throws IOException when the medium fails
   */
  public Optional<StateText> read() throws IOException {
    if (isAbsent()) {
      return Optional.empty();
    }
    try (BlockDevice device = reader.open()) {
      return Optional.of(copies(device).best().orElseThrow(this::damaged));
    }
  }

  /**
   * Writes a new state, durable in both copies when this returns.
   *
   * @throws IOException when the medium fails or does not read back what was written; one of the
   *     old and the new state then still counts
   */
  public void write(Map<String, String> values) throws IOException {
    if (file != null && isAbsent()) {
      create(file, filled(new StateText(kind, 1, values)));
      return;
    }
    try (BlockDevice device = writer.open()) {
      Copies copies = copies(device);
      long generation = copies.best().map(StateText::generation).orElse(0L) + 1;
      byte[] copy = filled(new StateText(kind, generation, values));
      if (file != null && device.sizeBytes() < 2L * copyBytes) {
        // Somebody's editor or a full disk: without this it could never be written again.
        create(file, copy);
        return;
      }
      int first = copies.counting() == 0 ? 1 : 0;
      writeCopy(device, first, copy);
      writeCopy(device, 1 - first, copy);
    }
  }

  private Copies copies(BlockDevice device) throws IOException {
    return new Copies(
        StateText.parse(readCopy(device, 0), kind), StateText.parse(readCopy(device, 1), kind));
  }

  private byte[] readCopy(BlockDevice device, int index) throws IOException {
    ByteBuffer copy = ByteBuffer.allocate(copyBytes);
    int count = device.read(copy, (long) index * copyBytes);
    return Arrays.copyOf(copy.array(), count);
  }

  private void create(Path file, byte[] copy) throws IOException {
    byte[] both = Arrays.copyOf(copy, 2 * copyBytes);
    System.arraycopy(copy, 0, both, copyBytes, copyBytes);
    DurableFiles.replace(file, both);
  }

  private boolean isAbsent() {
    return file != null && Files.notExists(file);
  }

  private byte[] filled(StateText state) {
    byte[] text = state.format();
    if (text.length >= copyBytes) {
      throw new IllegalArgumentException(
          name + " holds " + copyBytes + " bytes, the state has " + text.length);
    }
    byte[] copy = Arrays.copyOf(text, copyBytes);
    Arrays.fill(copy, text.length, copyBytes, (byte) '\n');
    return copy;
  }

  private void writeCopy(BlockDevice device, int index, byte[] copy) throws IOException {
    device.write(ByteBuffer.wrap(copy), (long) index * copyBytes);
    device.force();
    if (!Arrays.equals(copy, readCopy(device, index))) {
      throw new IOException(name + " does not read back what was written to copy " + index);
    }
  }

  private DamagedStateException damaged() {
    return new DamagedStateException(
        name + ": neither copy is a whole '" + kind + "' state of a format this agent knows");
  }

  private record Copies(Optional<StateText> first, Optional<StateText> second) {
    /** Index of the copy that counts; 0 when both are equal, -1 when neither can be read. */
    int counting() {
      if (first.isEmpty() && second.isEmpty()) {
        return -1;
      }
      return generation(second) > generation(first) ? 1 : 0;
    }

    Optional<StateText> best() {
      return counting() == 1 ? second : first;
    }

    private static long generation(Optional<StateText> copy) {
      return copy.map(StateText::generation).orElse(-1L);
    }
  }
}
