package io.apfw.drills.controller;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An image file in memory, mapped: a block is one copy away from its message. */
final class BlockSource {
  private final ByteBuffer image;

  BlockSource(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      image = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  byte[] read(long offset, int bytes) {
    byte[] block = new byte[bytes];
    image.get((int) offset, block);
    return block;
  }
}
