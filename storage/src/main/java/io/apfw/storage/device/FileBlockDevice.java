package io.apfw.storage.device;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block device or a file of fixed size, by FileChannel. Aligned transfers use O_DIRECT where the
 * file system has it; all others, and all where it has not, go through the page cache.
 */
public final class FileBlockDevice implements BlockDevice {
  private static final int ALIGNMENT_MIN_BYTES = 4096;
  private static final int ALIGNMENT_MAX_BYTES = 64 * 1024;

  private final Path path;
  private final DeviceErrors errors;
  private final boolean writable;
  private final FileChannel cached;
  private final @Nullable FileChannel direct;
  private final int alignmentBytes;
  private final long sizeBytes;

  private FileBlockDevice(Path path, long growsToBytes, OpenOption... options) throws IOException {
    this.path = path;
    this.errors = new DeviceErrors(path, DeviceFinder.SYSTEM);
    this.writable = Arrays.asList(options).contains(StandardOpenOption.WRITE);
    try {
      this.cached = FileChannel.open(path, options);
    } catch (IOException e) {
      throw errors.of(e);
    }
    try {
      // Files.size() is 0 for a block device; the channel seeks to the end.
      this.sizeBytes = Math.max(growsToBytes, cached.size());
      this.alignmentBytes = alignmentOf(path);
      this.direct = openDirect(path, alignmentBytes, options);
    } catch (IOException e) {
      cached.close();
      throw errors.of(e);
    } catch (RuntimeException e) {
      cached.close();
      throw e;
    }
  }

  /** Opens an existing device for reading only. */
  public static FileBlockDevice openForReading(Path path) throws IOException {
    return new FileBlockDevice(path, 0, StandardOpenOption.READ);
  }

  /** Opens an existing device for reading and writing; never creates, grows or truncates it. */
  public static FileBlockDevice openForWriting(Path path) throws IOException {
    return new FileBlockDevice(path, 0, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Opens a file that need not exist and may grow up to a size. */
  public static FileBlockDevice openGrowing(Path path, long sizeBytesMax) throws IOException {
    return new FileBlockDevice(
        path,
        sizeBytesMax,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE);
  }

  /** Cuts off what is behind a size; a file that is shorter stays as it is. */
  public void shorten(long toBytes) throws IOException {
    cached.truncate(toBytes);
  }

  private static int alignmentOf(Path path) throws IOException {
    long blockBytes;
    try {
      blockBytes = Files.getFileStore(path).getBlockSize();
    } catch (IOException e) {
      // In a root directory that is no mount point Java finds no file system. A path that is none
      // is told by whoever opens it.
      return ALIGNMENT_MIN_BYTES;
    }
    return blockBytes > ALIGNMENT_MIN_BYTES && Long.bitCount(blockBytes) == 1
        ? (int) Math.min(blockBytes, Integer.MAX_VALUE / 2 + 1)
        : ALIGNMENT_MIN_BYTES;
  }

  private static @Nullable FileChannel openDirect(
      Path path, int alignmentBytes, OpenOption... options) {
    if (alignmentBytes > ALIGNMENT_MAX_BYTES) {
      return null;
    }
    List<OpenOption> withDirect = new ArrayList<>(List.of(options));
    withDirect.remove(StandardOpenOption.CREATE);
    withDirect.add(ExtendedOpenOption.DIRECT);
    try {
      FileChannel channel = FileChannel.open(path, withDirect.toArray(new OpenOption[0]));
      try {
        // Some file systems take O_DIRECT at open and refuse the first transfer.
        channel.read(AlignedBuffers.allocate(alignmentBytes, alignmentBytes), 0);
        return channel;
      } catch (IOException e) {
        channel.close();
        return null;
      }
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public int alignmentBytes() {
    return alignmentBytes;
  }

  @Override
  public boolean uncached() {
    return direct != null;
  }

  @Override
  public int read(ByteBuffer target, long offset) throws IOException {
    int total = 0;
    try {
      while (target.hasRemaining()) {
        int count = channelFor(target, offset + total).read(target, offset + total);
        if (count <= 0) {
          break;
        }
        total += count;
      }
    } catch (IOException e) {
      throw errors.of(e);
    }
    return total;
  }

  @Override
  public void write(ByteBuffer source, long offset) throws IOException {
    if (!writable) {
      throw new DeviceException(
          StorageFault.SLOT_READ_ONLY, path + " is open for reading, not for writing");
    }
    if (offset < 0 || offset + source.remaining() > sizeBytes) {
      throw new DeviceException(
          StorageFault.SLOT_TOO_SHORT,
          source.remaining()
              + " bytes at offset "
              + offset
              + " leave "
              + path
              + ", which has "
              + sizeBytes
              + " bytes");
    }
    long at = offset;
    try {
      while (source.hasRemaining()) {
        at += channelFor(source, at).write(source, at);
      }
    } catch (IOException e) {
      throw errors.of(e);
    }
  }

  private FileChannel channelFor(ByteBuffer buffer, long offset) {
    FileChannel uncached = direct;
    boolean aligned =
        uncached != null
            && buffer.isDirect()
            && offset % alignmentBytes == 0
            && buffer.remaining() % alignmentBytes == 0
            && buffer.alignmentOffset(buffer.position(), alignmentBytes) == 0;
    return aligned && uncached != null ? uncached : cached;
  }

  @Override
  public void force() throws IOException {
    try {
      cached.force(true);
    } catch (IOException e) {
      throw errors.of(e);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel uncached = direct;
    try {
      if (uncached != null) {
        uncached.close();
      }
    } finally {
      cached.close();
    }
  }
}
