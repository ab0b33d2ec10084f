package io.apfw.link;

import io.apfw.link.dtls.RecordSender;
import io.apfw.link.transport.EventLoop;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Takes records to the socket, which belongs to the loop; the handshake's worker has to hop. */
record LoopSender(EventLoop loop, Consumer<ByteBuffer> datagrams) implements RecordSender {
  @Override
  public void send(ByteBuffer records) {
    if (loop.inLoop()) {
      datagrams.accept(records);
      return;
    }
    byte[] copy = new byte[records.remaining()];
    records.get(copy);
    loop.execute(() -> datagrams.accept(ByteBuffer.wrap(copy)));
  }
}
