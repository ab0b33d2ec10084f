package io.apfw.drills.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bytes like those of a raw root file system: a quarter empty, a quarter text, the rest packed
 * beyond further compression. The same seed gives the same bytes.
 */
public final class SeededPayload {
  private static final int BLOCK_BYTES = 64 * 1024;

  private SeededPayload() {}

  /** Writes {@code bytes} bytes from the file's start; what stands behind them stays. */
  public static void write(Path file, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] block = new byte[BLOCK_BYTES];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < bytes; at += BLOCK_BYTES) {
        fill(block, random);
        ByteBuffer out = ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK_BYTES, bytes - at));
        while (out.hasRemaining()) {
          channel.write(out, at + out.position());
        }
      }
    }
  }

  private static void fill(byte[] block, SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0 -> Arrays.fill(block, (byte) 0);
      case 1 -> text(block, random);
      default -> random.nextBytes(block);
    }
  }

  private static void text(byte[] block, SplittableRandom random) {
    int at = 0;
    while (at < block.length) {
      String line =
          "radio%d.channel.%d = %d # default\n"
              .formatted(random.nextInt(3), random.nextInt(200), random.nextInt(4096));
      int bytes = Math.min(line.length(), block.length - at);
      System.arraycopy(line.getBytes(StandardCharsets.US_ASCII), 0, block, at, bytes);
      at += bytes;
    }
  }
}
