package io.apfw.agent.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file, or a directory that can only be forced. */
final class CrashChannel extends FileChannel {
  static final int DIRECTORY = -1;

  private final CrashDisk disk;
  private final String path;
  private final int file;
  private long position;

  CrashChannel(CrashDisk disk, String path, int file) {
    this.disk = disk;
    this.path = path;
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target, long at) {
    long rest = disk.sizeBytes(file) - at;
    if (rest <= 0) {
      return -1;
    }
    int count = (int) Math.min(rest, target.remaining());
    target.put(disk.read(file, (int) at, count));
    return count;
  }

  @Override
  public int write(ByteBuffer source, long at) {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    disk.write(file, bytes, (int) at);
    return bytes.length;
  }

  @Override
  public int read(ByteBuffer target) {
    int count = read(target, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = write(source, position);
    position += count;
    return count;
  }

  @Override
  public void force(boolean metaData) {
    if (file == DIRECTORY) {
      disk.forceDirectory(path);
    } else {
      disk.force(path, file);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() {
    return disk.sizeBytes(file);
  }

  @Override
  protected void implCloseChannel() {}

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
