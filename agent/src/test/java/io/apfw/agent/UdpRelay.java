package io.apfw.agent;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a WTP and one UDP port of an AC, and so has the AC's address for the WTP: it can
 * lose, change and forge datagrams. Each port of the WTP gets a port of its own towards the AC.
 */
public final class UdpRelay implements AutoCloseable {
  /** Bytes of the CAPWAP DTLS header. */
  private static final byte[] DTLS_HEADER = {1, 0, 0, 0};

  /** What becomes of a datagram on its way. */
  @FunctionalInterface
  public interface Treatment {
    /**
     * Treats one datagram, on a thread of the relay.
     *
     * @param wtp the WTP's address
     * @param toWtp the direction
     * @return what goes on; null: it is lost
     */
    byte @Nullable [] of(InetSocketAddress wtp, boolean toWtp, byte[] datagram);
  }

  private final DatagramSocket front;
  private final SocketAddress server;
  private final Map<InetSocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
  private final List<InetSocketAddress> wtps = new CopyOnWriteArrayList<>();
  private volatile Treatment treatment = (wtp, toWtp, datagram) -> datagram;

  /** Relays to a server, as it is. */
  public UdpRelay(SocketAddress server) throws IOException {
    this.server = server;
    front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start("relay", front, this::fromWtp);
  }

  /** Takes the CAPWAP DTLS header away and puts it on: for servers that speak DTLS only. */
  public static Treatment withoutCapwapHeader(Treatment then) {
    return (wtp, toWtp, datagram) -> {
      int header = DTLS_HEADER.length;
      byte[] records = toWtp ? datagram : Arrays.copyOfRange(datagram, header, datagram.length);
      byte[] treated = then.of(wtp, toWtp, records);
      if (treated == null || !toWtp) {
        return treated;
      }
      byte[] out = Arrays.copyOf(DTLS_HEADER, header + treated.length);
      System.arraycopy(treated, 0, out, header, treated.length);
      return out;
    };
  }

  /** Changes what becomes of the datagrams from now on. */
  public void treat(Treatment newTreatment) {
    treatment = newTreatment;
  }

  /** The WTP's addresses, each once, in the order of their first datagrams. */
  public List<InetSocketAddress> wtps() {
    return List.copyOf(wtps);
  }

  /** Where the WTP finds the AC. */
  public int port() {
    return front.getLocalPort();
  }

  /** Sends a datagram to a WTP, from the AC's address. */
  public void forge(InetSocketAddress wtp, byte[] datagram) throws IOException {
    front.send(new DatagramPacket(datagram, datagram.length, wtp));
  }

  private interface Receiver {
    void received(InetSocketAddress from, byte[] datagram) throws IOException;
  }

  private static void start(String name, DatagramSocket socket, Receiver receiver) {
    Thread thread =
        new Thread(
            () -> {
              byte[] buffer = new byte[4096];
              while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                try {
                  socket.receive(packet);
                  receiver.received(
                      (InetSocketAddress) packet.getSocketAddress(),
                      Arrays.copyOf(buffer, packet.getLength()));
                } catch (IOException e) {
                  // Closed, or an ICMP error of a peer that is gone: loss, either way.
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void fromWtp(InetSocketAddress wtp, byte[] datagram) throws IOException {
    DatagramSocket back = backs.get(wtp);
    if (back == null) {
      back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      backs.put(wtp, back);
      wtps.add(wtp);
      start("relay " + wtp.getPort(), back, (from, answer) -> pass(wtp, true, answer));
    }
    pass(wtp, false, datagram);
  }

  private void pass(InetSocketAddress wtp, boolean toWtp, byte[] datagram) throws IOException {
    byte[] treated = treatment.of(wtp, toWtp, datagram);
    DatagramSocket back = backs.get(wtp);
    if (treated == null || back == null) {
      return;
    }
    if (toWtp) {
      forge(wtp, treated);
    } else {
      back.send(new DatagramPacket(treated, treated.length, server));
    }
  }

  @Override
  public void close() {
    front.close();
    backs.values().forEach(DatagramSocket::close);
  }
}
