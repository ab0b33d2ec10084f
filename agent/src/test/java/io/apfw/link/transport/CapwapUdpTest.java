package io.apfw.link.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.agent.Patience;
import io.apfw.link.transport.CapwapUdp.Port;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapwapUdpTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final EventLoop loop = new EventLoop(new MonotonicClock());
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private CapwapUdp udp;
  private DatagramSocket ac;
  private volatile boolean failing;

  @BeforeEach
  void open() throws IOException {
    ac = new DatagramSocket(0, LOOPBACK);
    ac.setSoTimeout(10_000);
    udp =
        CapwapUdp.open(
            loop,
            new UdpSettings(LOOPBACK, 1, 262_144),
            new CapwapUdp.Handler() {
              @Override
              public void clear(Port port, InetSocketAddress from, ByteBuffer packet) {
                hear("clear", port, from, packet);
              }

              @Override
              public void dtls(Port port, InetSocketAddress from, ByteBuffer records) {
                hear("dtls", port, from, records);
              }
            });
  }

  @AfterEach
  void close() {
    loop.close();
    ac.close();
  }

  private void hear(String kind, Port port, InetSocketAddress from, ByteBuffer bytes) {
    if (failing) {
      throw new IllegalStateException("a bug");
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    String known = from.getPort() == ac.getLocalPort() && loop.inLoop() ? "" : " from " + from;
    String shown = copy.length > 16 ? copy.length + " bytes" : HexFormat.of().formatHex(copy);
    heard.add(kind + ' ' + port + ' ' + shown + known);
  }

  @Test
  void thePreambleTellsClearFromDtlsOnEitherPort() throws Exception {
    fromAc(Port.CONTROL, "0010");
    assertThat(next()).isEqualTo("clear CONTROL 0010");
    fromAc(Port.DATA, "01000000aabb");
    assertThat(next()).isEqualTo("dtls DATA aabb");
    fromAc(Port.DATA, "01000000");
    assertThat(next()).isEqualTo("dtls DATA ");
  }

  @Test
  void aDatagramThatIsToStayWholeComesAndForbidsNoOtherOneToBeCut() throws Exception {
    onLoop(
        () -> {
          udp.sendWhole(Port.CONTROL, acAddress(), ByteBuffer.wrap(new byte[] {0, 1}));
          udp.sendClear(Port.CONTROL, acAddress(), ByteBuffer.wrap(new byte[] {0, 2}));
          return null;
        });
    assertThat(atAc()).isEqualTo("0001");
    assertThat(atAc()).isEqualTo("0002");
    assertThat(onLoop(udp::counters).sendFailed()).isZero();
  }

  @Test
  void otherPreamblesAreCountedAndDropped() throws Exception {
    for (String bad : new String[] {"", "02", "10", "11000000aa", "ff", "010000"}) {
      fromAc(Port.CONTROL, bad);
    }
    fromAc(Port.CONTROL, "00");

    assertThat(next()).isEqualTo("clear CONTROL 00");
    assertThat(onLoop(udp::counters)).isEqualTo(new UdpCounters(1, 6, 0, 0, 0));
  }

  @Test
  void clearGoesOutAsItIsAndDtlsBehindItsHeader() throws Exception {
    onLoop(
        () -> {
          udp.sendClear(Port.CONTROL, acAddress(), ByteBuffer.wrap(new byte[] {0, 0x10, 7}));
          udp.sendDtls(Port.CONTROL, acAddress(), ByteBuffer.wrap(new byte[] {22, 1}));
          return 0;
        });

    assertThat(atAc()).isEqualTo("001007");
    assertThat(atAc()).isEqualTo("010000001601");
  }

  @Test
  void aDatagramIsReceivedWholeUpTo2048Bytes() throws Exception {
    fromAc(Port.CONTROL, "00".repeat(2048));
    assertThat(next()).isEqualTo("clear CONTROL 2048 bytes");
    fromAc(Port.CONTROL, "00".repeat(3000));
    assertThat(next()).isEqualTo("clear CONTROL 2048 bytes");
  }

  @Test
  void reopeningGivesNewSourcePorts() throws Exception {
    InetSocketAddress control = local(Port.CONTROL);
    InetSocketAddress data = local(Port.DATA);
    onLoop(
        () -> {
          udp.reopen();
          return 0;
        });

    assertThat(local(Port.CONTROL).getPort()).isNotIn(control.getPort(), data.getPort());
    assertThat(local(Port.DATA).getPort()).isNotIn(control.getPort(), data.getPort());
    fromAc(Port.CONTROL, "00");
    assertThat(next()).isEqualTo("clear CONTROL 00");
  }

  @Test
  void datagramsThatCannotArriveDoNotCloseASocket() throws Exception {
    InetSocketAddress nobody;
    try (DatagramSocket closed = new DatagramSocket(0, LOOPBACK)) {
      nobody = new InetSocketAddress(LOOPBACK, closed.getLocalPort());
    }
    onLoop(
        () -> {
          for (int i = 0; i < 3; i++) {
            udp.sendClear(Port.CONTROL, nobody, ByteBuffer.allocate(1));
            udp.sendClear(Port.CONTROL, acAddress(), ByteBuffer.allocate(70_000));
          }
          return 0;
        });
    fromAc(Port.CONTROL, "00");

    assertThat(next()).isEqualTo("clear CONTROL 00");
    assertThat(onLoop(udp::counters)).isEqualTo(new UdpCounters(1, 0, 3, 0, 0));
  }

  @Test
  void whatAHandlerLetsEscapeIsReported() throws Exception {
    CompletableFuture<Throwable> bug = loop.bug().toCompletableFuture();
    failing = true;
    fromAc(Port.CONTROL, "00");

    assertThat(bug.get(Patience.SECONDS, TimeUnit.SECONDS)).hasMessage("a bug");
  }

  @Test
  void anAddressThatIsNotOursCannotBeBound() throws IOException {
    UdpSettings settings = new UdpSettings(InetAddress.getByName("192.0.2.1"), 1, 0);
    CapwapUdp.Handler nobody =
        new CapwapUdp.Handler() {
          @Override
          public void clear(Port port, InetSocketAddress from, ByteBuffer packet) {}

          @Override
          public void dtls(Port port, InetSocketAddress from, ByteBuffer records) {}
        };

    assertThatThrownBy(() -> CapwapUdp.open(loop, settings, nobody))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bind CONTROL to /192.0.2.1:0");
  }

  @Test
  void whatIsSentOnClosedSocketsIsLost() throws Exception {
    UdpCounters counters =
        onLoop(
            () -> {
              udp.close();
              udp.sendClear(Port.DATA, acAddress(), ByteBuffer.allocate(1));
              udp.sendDtls(Port.CONTROL, acAddress(), ByteBuffer.allocate(1));
              return udp.counters();
            });

    assertThat(counters.sendFailed()).isEqualTo(2);
    assertThatThrownBy(() -> local(Port.DATA)).hasMessageContaining("the DATA socket is closed");
  }

  private InetSocketAddress acAddress() {
    return new InetSocketAddress(LOOPBACK, ac.getLocalPort());
  }

  private InetSocketAddress local(Port port) throws Exception {
    return onLoop(() -> udp.localAddress(port));
  }

  private void fromAc(Port port, String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ac.send(new DatagramPacket(bytes, bytes.length, local(port)));
  }

  private String atAc() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    ac.receive(packet);
    return HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(Patience.SECONDS, TimeUnit.SECONDS));
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result.get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
