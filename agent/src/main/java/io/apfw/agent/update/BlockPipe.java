package io.apfw.agent.update;

import io.apfw.capwap.wire.Octets;
import io.apfw.storage.image.PartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of an image's bytes from the event loop to the worker that checks and writes them: blocks
 * are gathered to chunks of {@value #CHUNK_BYTES} bytes, and at most {@value #CHUNKS_MAX} chunks
 * wait. Back-pressure is the acknowledgement: when there is no room, {@link #append} says so and
 * {@code room} runs once there is.
 *
 * <p>A source that has parts sends some, and then asks what is {@link #wanted}.
 */
final class BlockPipe {
  static final int CHUNK_BYTES = 64 * 1024;
  static final int CHUNKS_MAX = 16;

  private final Runnable room;
  private final Deque<byte[]> chunks = new ArrayDeque<>();

  /** Chunks that were read: new ones live long enough to fill the old generation. */
  private final Deque<byte[]> spare = new ArrayDeque<>();

  private byte[] filling = new byte[CHUNK_BYTES];
  private int filled;
  private boolean waiting;
  private boolean ended;
  private boolean hungry;
  private @Nullable PartPlan asked;
  private @Nullable String discarded;
  private byte[] chunk = new byte[0];
  private int position;

  /**
   * @param room runs on the reading thread when a refused appender may go on
   */
  BlockPipe(Runnable room) {
    this.room = room;
  }

  /**
   * Takes a block, always.
   *
   * @return whether the next one may come; if not, {@code room} will run
   */
  synchronized boolean append(Octets block) {
    int at = 0;
    while (at < block.length()) {
      int count = Math.min(block.length() - at, filling.length - filled);
      block.slice(at, count).copyTo(filling, filled);
      at += count;
      filled += count;
      if (filled == filling.length) {
        flush();
      }
    }
    waiting = discarded == null && chunks.size() >= CHUNKS_MAX;
    return !waiting;
  }

  /**
   * Takes bytes from a thread that may wait for room.
   *
   * @throws DiscardedException if the reader is to fail
   */
  void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
    synchronized (this) {
      while (chunks.size() >= CHUNKS_MAX && discarded == null) {
        wait();
      }
      if (discarded != null) {
        throw new DiscardedException(discarded);
      }
    }
    append(Octets.wrap(bytes).slice(offset, length));
  }

  /**
   * For the reading thread: forgets what was written and not read, and has these parts sent.
   * Returns once nothing else can come.
   */
  void ask(PartPlan plan) throws IOException {
    chunk = new byte[0];
    position = 0;
    synchronized (this) {
      asked = plan;
      notifyAll();
      waitWhile(() -> asked != null);
    }
  }

  /**
   * For a thread that writes: waits until everything was read and the reader wants more.
   *
   * @return the parts that are to follow; empty when it is what comes next in the file
   * @throws DiscardedException if the reader is to fail
   */
  synchronized Optional<PartPlan> wanted() throws IOException {
    if (filled > 0) {
      flush();
    }
    waitWhile(() -> !hungry && asked == null);
    PartPlan plan = asked;
    if (plan != null) {
      chunks.clear();
      asked = null;
      notifyAll();
    }
    return Optional.ofNullable(plan);
  }

  private synchronized void waitWhile(BooleanSupplier condition) throws IOException {
    while (discarded == null && condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the image");
      }
    }
    if (discarded != null) {
      throw new DiscardedException(discarded);
    }
  }

  /** No more blocks come. */
  synchronized void end() {
    if (filled > 0) {
      flush();
    }
    ended = true;
    notifyAll();
  }

  /** The reader is to fail, now and for good; appended blocks go nowhere. */
  synchronized void discard(String why) {
    discarded = why;
    chunks.clear();
    notifyAll();
  }

  private void flush() {
    if (discarded == null) {
      if (filled == filling.length) {
        chunks.add(filling);
        byte[] next = spare.poll();
        filling = next == null ? new byte[CHUNK_BYTES] : next;
      } else {
        chunks.add(Arrays.copyOf(filling, filled));
      }
      hungry = false;
    }
    filled = 0;
    notifyAll();
  }

  private byte @Nullable [] take() throws IOException {
    boolean roomAgain;
    byte[] next;
    synchronized (this) {
      if (chunk.length == CHUNK_BYTES) {
        spare.add(chunk);
      }
      chunk = new byte[0];
      position = 0;
      if (chunks.isEmpty()) {
        hungry = true;
        notifyAll();
      }
      waitWhile(() -> chunks.isEmpty() && !ended);
      next = chunks.poll();
      notifyAll();
      roomAgain = waiting && chunks.size() <= CHUNKS_MAX / 2;
      if (roomAgain) {
        waiting = false;
      }
    }
    if (roomAgain) {
      room.run();
    }
    return next;
  }

  /** What was appended, in order; for one reading thread. */
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return fill() ? chunk[position++] & 0xff : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        if (!fill()) {
          return -1;
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, count);
        position += count;
        return count;
      }

      private boolean fill() throws IOException {
        if (position == chunk.length) {
          byte[] next = take();
          if (next == null) {
            return false;
          }
          chunk = next;
          position = 0;
        }
        return true;
      }
    };
  }

  /** The update was taken back while its image was being read: nothing is wrong with the image. */
  static final class DiscardedException extends IOException {
    private static final long serialVersionUID = 1;

    DiscardedException(String why) {
      super(why);
    }
  }
}
