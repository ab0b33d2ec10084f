package io.apfw.storage.device;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block device or a file of fixed size, by FileChannel. Aligned transfers use O_DIRECT where the
 * file system has it; all others, and all where it has not, go through the page cache.
 */
public final class FileBlockDevice implements BlockDevice {
  private static final int ALIGNMENT_MIN_BYTES = 4096;
  private static final int ALIGNMENT_MAX_BYTES = 64 * 1024;

  private final Path path;
  private final FileChannel cached;
  private final @Nullable FileChannel direct;
  private final int alignmentBytes;
  private final long sizeBytes;

  private FileBlockDevice(Path path, OpenOption... options) throws IOException {
    this.path = path;
    this.cached = FileChannel.open(path, options);
    try {
      // Files.size() is 0 for a block device; the channel seeks to the end.
      this.sizeBytes = cached.size();
      this.alignmentBytes = alignmentOf(path);
      this.direct = openDirect(path, alignmentBytes, options);
    } catch (IOException | RuntimeException e) {
      cached.close();
      throw e;
    }
  }

  /** Opens an existing device for reading only. */
  public static FileBlockDevice openForReading(Path path) throws IOException {
    return new FileBlockDevice(path, StandardOpenOption.READ);
  }

  /** Opens an existing device for reading and writing; never creates, grows or truncates it. */
  public static FileBlockDevice openForWriting(Path path) throws IOException {
    return new FileBlockDevice(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static int alignmentOf(Path path) throws IOException {
    long blockBytes = Files.getFileStore(path).getBlockSize();
    return blockBytes > ALIGNMENT_MIN_BYTES && Long.bitCount(blockBytes) == 1
        ? (int) Math.min(blockBytes, Integer.MAX_VALUE / 2 + 1)
        : ALIGNMENT_MIN_BYTES;
  }

  private static @Nullable FileChannel openDirect(
      Path path, int alignmentBytes, OpenOption... options) {
    if (alignmentBytes > ALIGNMENT_MAX_BYTES) {
      return null;
    }
    OpenOption[] withDirect = Arrays.copyOf(options, options.length + 1);
    withDirect[options.length] = ExtendedOpenOption.DIRECT;
    try {
      FileChannel channel = FileChannel.open(path, withDirect);
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
    while (target.hasRemaining()) {
      int count = channelFor(target, offset + total).read(target, offset + total);
      if (count <= 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  @Override
  public void write(ByteBuffer source, long offset) throws IOException {
    if (offset < 0 || offset + source.remaining() > sizeBytes) {
      throw new IOException(
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
    while (source.hasRemaining()) {
      at += channelFor(source, at).write(source, at);
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
    cached.force(true);
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
