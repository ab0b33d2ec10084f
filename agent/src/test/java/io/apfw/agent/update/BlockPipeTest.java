package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.Patience;
import io.apfw.agent.Threads;
import io.apfw.capwap.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlockPipeTest {
  private final AtomicInteger room = new AtomicInteger();
  private final BlockPipe pipe = new BlockPipe(room::incrementAndGet);

  @Test
  void givesBackWhatWasAppendedHoweverItWasCut() throws IOException {
    byte[] image = new byte[300_001];
    new Random(1).nextBytes(image);
    int at = 0;
    for (int size = 1; at < image.length; size = size * 2 % 1399 + 1) {
      int count = Math.min(size, image.length - at);
      assertThat(pipe.append(Octets.wrap(image).slice(at, count))).isTrue();
      at += count;
    }
    pipe.end();
    assertThat(pipe.input().readAllBytes()).isEqualTo(image);
  }

  @Test
  void aFullPipeHoldsTheAppenderBackAndCallsItOnceThereIsRoom() throws IOException {
    Octets chunk = Octets.wrap(new byte[BlockPipe.CHUNK_BYTES]);
    for (int i = 1; i < BlockPipe.CHUNKS_MAX; i++) {
      assertThat(pipe.append(chunk)).isTrue();
    }
    assertThat(pipe.append(chunk)).isFalse();

    InputStream in = pipe.input();
    in.readNBytes((BlockPipe.CHUNKS_MAX / 2 - 1) * BlockPipe.CHUNK_BYTES);
    assertThat(room).hasValue(0);
    in.readNBytes(BlockPipe.CHUNK_BYTES);
    assertThat(room).hasValue(1);
    in.readNBytes(BlockPipe.CHUNK_BYTES);
    assertThat(room).hasValue(1);
    assertThat(pipe.append(chunk)).isTrue();
  }

  @Test
  void aReaderThatWaitsEndsWhenThePipeIsDiscarded() throws Exception {
    CompletableFuture<Integer> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return pipe.input().read();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            Threads.EACH);
    pipe.discard("the controller went away");
    assertThatThrownBy(() -> read.get(Patience.SECONDS, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(BlockPipe.DiscardedException.class)
        .hasStackTraceContaining("the controller went away");
    assertThat(pipe.append(Octets.wrap(new byte[BlockPipe.CHUNK_BYTES * 40]))).isTrue();
  }
}
