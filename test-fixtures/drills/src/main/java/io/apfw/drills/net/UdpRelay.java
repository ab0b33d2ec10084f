package io.apfw.drills.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between WTPs and one UDP port of an AC, and so has the AC's address for the WTPs: it can
 * delay, lose, repeat, reorder, change and forge datagrams. Each port of a WTP gets a port of its
 * own towards the AC. One thread does it all, so that a {@link Weather} numbers datagrams in the
 * order in which they came.
 */
public final class UdpRelay implements AutoCloseable {
  /** The CAPWAP DTLS header. */
  private static final byte[] DTLS_HEADER = {1, 0, 0, 0};

  private static final byte CORRUPTION = 0x20;
  private static final int DATAGRAM_BYTES_MAX = 65_535;

  /** Beyond that many on their way the next one is lost, as in any router. */
  private static final int UNDER_WAY_MAX = 100_000;

  private static final long CLOSE_MILLIS = 5_000;

  /** What becomes of a datagram on its way. */
  @FunctionalInterface
  public interface Treatment {
    /**
     * Treats one datagram, on the relay's thread.
     *
     * @param wtp the WTP's address
     * @param toWtp the direction
     * @return what goes on; null: it is lost
     */
    byte @Nullable [] of(InetSocketAddress wtp, boolean toWtp, byte[] datagram);
  }

  /** A datagram on its way; of two that are due at once the earlier one goes first. */
  private record UnderWay(
      long dueNanos, long order, DatagramChannel from, ByteBuffer datagram, SocketAddress to)
      implements Comparable<UnderWay> {
    @Override
    public int compareTo(UnderWay other) {
      int byTime = Long.signum(dueNanos - other.dueNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final InetSocketAddress server;
  private final InetAddress towardsServer;
  private final Weather weather;
  private final Selector selector = Selector.open();
  private final DatagramChannel front;
  private final Map<InetSocketAddress, DatagramChannel> backs = new HashMap<>();
  private final List<InetSocketAddress> wtps = new CopyOnWriteArrayList<>();
  private final PriorityQueue<UnderWay> underWay = new PriorityQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
  private final long[] seen = new long[2];
  private final Thread thread = new Thread(this::run, "relay");
  private volatile Treatment treatment = (wtp, toWtp, datagram) -> datagram;
  private volatile boolean running = true;
  private long order;

  /** Relays to a server in fair weather. */
  public UdpRelay(InetSocketAddress server) throws IOException {
    this(server, Weather.FAIR);
  }

  /** Relays to a server. */
  public UdpRelay(InetSocketAddress server, Weather weather) throws IOException {
    this.server = server;
    this.towardsServer =
        server.getAddress().isLoopbackAddress()
            ? InetAddress.getLoopbackAddress()
            : new InetSocketAddress(0).getAddress();
    this.weather = weather;
    front = open(InetAddress.getLoopbackAddress());
    thread.setDaemon(true);
    thread.start();
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

  /** Changes what becomes of the datagrams from now on, before the weather. */
  public void treat(Treatment newTreatment) {
    treatment = newTreatment;
  }

  /** The WTPs' addresses, each once, in the order of their first datagrams. */
  public List<InetSocketAddress> wtps() {
    return List.copyOf(wtps);
  }

  /** Where the WTPs find the AC. */
  public InetSocketAddress address() {
    return (InetSocketAddress) front.socket().getLocalSocketAddress();
  }

  /** Port of {@link #address}. */
  public int port() {
    return address().getPort();
  }

  /** Sends a datagram to a WTP, from the AC's address; at once, from any thread. */
  public void forge(InetSocketAddress wtp, byte[] datagram) throws IOException {
    front.send(ByteBuffer.wrap(datagram), wtp);
  }

  private DatagramChannel open(InetAddress local) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(local, 0));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  private void run() {
    try {
      while (running) {
        sendDue();
        await();
        selector.selectedKeys().clear();
        receiveFromWtps();
        for (Map.Entry<InetSocketAddress, DatagramChannel> back : Map.copyOf(backs).entrySet()) {
          receiveFromAc(back.getKey(), back.getValue());
        }
      }
    } catch (ClosedChannelException e) {
      // Closed by close().
    } catch (IOException e) {
      throw new UncheckedIOException("the relay's sockets failed", e);
    }
  }

  /** A selector counts in milliseconds: the rest of one is slept through. */
  private void await() throws IOException {
    UnderWay next = underWay.peek();
    if (next == null) {
      selector.select();
      return;
    }
    long nanos = next.dueNanos() - System.nanoTime();
    if (nanos >= TimeUnit.MILLISECONDS.toNanos(1)) {
      selector.select(TimeUnit.NANOSECONDS.toMillis(nanos));
    } else {
      LockSupport.parkNanos(nanos);
      selector.selectNow();
    }
  }

  private void sendDue() {
    long now = System.nanoTime();
    for (UnderWay next = underWay.peek();
        next != null && next.dueNanos() - now <= 0;
        next = underWay.peek()) {
      underWay.remove();
      try {
        next.from().send(next.datagram().duplicate(), next.to());
      } catch (IOException e) {
        // An ICMP error of a peer that is gone, or closed: lost, as datagrams may be.
      }
    }
  }

  private void receiveFromWtps() throws IOException {
    for (InetSocketAddress wtp = receive(front); wtp != null; wtp = receive(front)) {
      DatagramChannel back = backs.get(wtp);
      if (back == null) {
        back = open(towardsServer);
        backs.put(wtp, back);
        wtps.add(wtp);
      }
      pass(wtp, false, back, server);
    }
  }

  private void receiveFromAc(InetSocketAddress wtp, DatagramChannel back) throws IOException {
    for (InetSocketAddress ac = receive(back); ac != null; ac = receive(back)) {
      pass(wtp, true, front, wtp);
    }
  }

  private @Nullable InetSocketAddress receive(DatagramChannel channel) throws IOException {
    buffer.clear();
    InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
    buffer.flip();
    return from;
  }

  private void pass(InetSocketAddress wtp, boolean toWtp, DatagramChannel out, SocketAddress to) {
    byte[] datagram = new byte[buffer.remaining()];
    buffer.get(datagram);
    byte[] treated = treatment.of(wtp, toWtp, datagram);
    if (treated == null) {
      return;
    }
    long number = seen[toWtp ? 1 : 0]++;
    if (treated.length > 0) {
      weather.corrupted(toWtp, number, treated.length).ifPresent(at -> treated[at] ^= CORRUPTION);
    }
    long now = System.nanoTime();
    for (long micros : weather.arrivals(toWtp, number)) {
      if (underWay.size() < UNDER_WAY_MAX) {
        underWay.add(
            new UnderWay(
                now + TimeUnit.MICROSECONDS.toNanos(micros),
                order++,
                out,
                ByteBuffer.wrap(treated),
                to));
      }
    }
  }

  @Override
  public void close() {
    running = false;
    selector.wakeup();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      for (SelectionKey key : List.copyOf(selector.keys())) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      // Nothing is left to be done with them.
      return;
    }
  }
}
