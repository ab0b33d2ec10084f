package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What waits for a handshake's worker. */
class LoopTransportTest {
  private static final int FLOOD = 10_000;

  private final LoopTransport transport = new LoopTransport(records -> {}, new RecordFilter());

  private void flood() {
    for (int i = 0; i < FLOOD; i++) {
      transport.offer(ByteBuffer.allocate(4).putInt(i).flip());
    }
  }

  @Test
  void hostile_64DatagramsWaitForAHandshakeAndTheRestIsCountedAndGone() {
    assertThat(LoopTransport.QUEUE_DATAGRAMS_MAX).isEqualTo(64);
    flood();
    assertThat(transport.overflowed()).isEqualTo(FLOOD - 64);
    for (int i = 0; i < 64; i++) {
      byte[] kept = transport.poll();
      assertThat(kept).as("datagram %d", i).isNotNull();
      assertThat(ByteBuffer.wrap(kept).getInt()).as("the first ones stay, in order").isEqualTo(i);
    }
    assertThat(transport.poll()).isNull();
  }

  @Test
  void oneThatIsTakenMakesRoomForOne() {
    flood();
    transport.poll();
    transport.offer(ByteBuffer.allocate(4));
    assertThat(transport.overflowed()).isEqualTo(FLOOD - 64);
    transport.offer(ByteBuffer.allocate(4));
    assertThat(transport.overflowed()).isEqualTo(FLOOD - 63);
  }

  @Test
  void anAbortedHandshakeEndsThoughTheQueueIsFull() {
    flood();
    transport.abort();
    assertThatThrownBy(() -> transport.receive(new byte[2048], 0, 2048, 60_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("aborted");
  }
}
