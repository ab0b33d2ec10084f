package io.apfw.link.dtls;

import io.apfw.agent.Patience;
import io.apfw.link.transport.CapwapUdp;
import io.apfw.link.transport.CapwapUdp.Port;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.MonotonicClock;
import io.apfw.link.transport.UdpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The WTP's side over real sockets: event loop, transport, DTLS. */
final class LiveWtp implements CapwapUdp.Handler, AutoCloseable {

  private final EventLoop loop = new EventLoop(new MonotonicClock());
  private final CapwapUdp udp;
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private @Nullable DtlsSession session; // of the event loop

  LiveWtp() throws IOException {
    udp = CapwapUdp.open(loop, new UdpSettings(InetAddress.getLoopbackAddress(), 1, 0), this);
  }

  /** Begins a session, from the port of its kind; the one before is left alone. */
  DtlsSession connect(
      DtlsConnector connector, Port from, int acPort, @Nullable DtlsSession earlier) {
    InetSocketAddress ac = new InetSocketAddress(InetAddress.getLoopbackAddress(), acPort);
    return onLoop(
        () -> {
          DtlsSession begun =
              connector.connect(
                  earlier,
                  records -> {
                    byte[] copy = new byte[records.remaining()];
                    records.get(copy);
                    loop.execute(() -> udp.sendDtls(from, ac, ByteBuffer.wrap(copy)));
                  },
                  loop,
                  new Ear());
          session = begun;
          return begun;
        });
  }

  /** What the session came to, waited for. */
  DtlsAgreement agreement() throws InterruptedException {
    Object next = next();
    if (next instanceof DtlsAgreement agreement) {
      return agreement;
    }
    throw new AssertionError("no session but: " + next);
  }

  /** The next that was heard: a DtlsAgreement, or a line. */
  Object next() throws InterruptedException {
    Object next = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing heard for " + Patience.SECONDS + " s");
    }
    return next;
  }

  void send(String text) {
    onLoop(
        () -> {
          if (session != null) {
            session.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
          }
          return text;
        });
  }

  void closeSession() {
    onLoop(
        () -> {
          if (session != null) {
            session.close();
          }
          return "";
        });
  }

  private <T> T onLoop(java.util.function.Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, loop).join();
  }

  @Override
  public void clear(Port port, InetSocketAddress from, ByteBuffer packet) {
    heard.add("clear");
  }

  @Override
  public void dtls(Port port, InetSocketAddress from, ByteBuffer records) {
    if (session != null) {
      session.receive(records);
    }
  }

  private final class Ear implements DtlsSession.Listener {
    @Override
    public void established(DtlsAgreement agreement) {
      heard.add(agreement);
    }

    @Override
    public void failed(String reason, boolean authentication) {
      heard.add((authentication ? "authentication failed: " : "failed: ") + reason);
    }

    @Override
    public void received(ByteBuffer plaintext) {
      heard.add(StandardCharsets.US_ASCII.decode(plaintext).toString());
    }

    @Override
    public void closed(String reason) {
      heard.add("closed: " + reason);
    }
  }

  @Override
  public void close() {
    onLoop(
        () -> {
          udp.close();
          return "";
        });
    loop.close();
  }
}
