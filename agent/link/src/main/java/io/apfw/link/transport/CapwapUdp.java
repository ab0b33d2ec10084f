package io.apfw.link.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The WTP's two UDP sockets, control and data, on the event loop's thread (RFC 5415 section 3.1).
 *
 * <p>It knows of CAPWAP only the preamble byte (section 4.1): version in the high four bits, which
 * must be 0, and the type in the low four, 0 for a CAPWAP header and 1 for a DTLS header, which is
 * the preamble and three reserved bytes.
 *
 * <p>No error of the network ends a socket: an ICMP port unreachable or an interface that is down
 * is counted, and the protocol's own timers see the loss. The sockets stay unconnected, for
 * discovery has many peers and Netty closes a socket that cannot be connected: whoever handles a
 * datagram looks at its source. All methods but {@link #open} belong to the event loop.
 */
public final class CapwapUdp implements AutoCloseable {
  /** Bytes of a CAPWAP DTLS header, which {@link #sendDtls} writes and the handler never sees. */
  public static final int DTLS_HEADER_BYTES = 4;

  /** The largest datagram received; a longer one is cut, and then fails to decrypt or decode. */
  public static final int DATAGRAM_BYTES_MAX = 2048;

  private static final int PREAMBLE_CLEAR = 0x00;
  private static final int PREAMBLE_DTLS = 0x01;
  private static final int DTLS_HEADER = PREAMBLE_DTLS << 24;

  /** jdk.net.ExtendedSocketOptions.IP_DONTFRAGMENT, where this Java has it. */
  private static final Optional<SocketOption<Boolean>> DONT_FRAGMENT = dontFragment();

  /** Which of the two sockets; the AC listens on 5246 for the one and 5247 for the other. */
  public enum Port {
    CONTROL,
    DATA
  }

  /** Where datagrams go. The buffer is only valid until the method returns. */
  public interface Handler {
    /**
     * A datagram in the clear.
     *
     * @param packet the whole datagram, from the preamble of its CAPWAP header on
     */
    void clear(Port port, InetSocketAddress from, ByteBuffer packet);

    /**
     * A datagram of DTLS.
     *
     * @param records what follows the CAPWAP DTLS header: one or more DTLS records
     */
    void dtls(Port port, InetSocketAddress from, ByteBuffer records);
  }

  private final EventLoop loop;
  private final UdpSettings settings;
  private final Handler handler;
  private @Nullable NioDatagramChannel control;
  private @Nullable NioDatagramChannel data;
  private long received;
  private long badPreamble;
  private long sendFailed;
  private long receiveFailed;
  private long reopenFailed;

  private CapwapUdp(EventLoop loop, UdpSettings settings, Handler handler) {
    this.loop = loop;
    this.settings = settings;
    this.handler = handler;
  }

  /**
   * Opens both sockets; may be called on any thread.
   *
   * @throws IOException if the local address cannot be bound
   */
  public static CapwapUdp open(EventLoop loop, UdpSettings settings, Handler handler)
      throws IOException {
    CapwapUdp udp = new CapwapUdp(loop, settings, handler);
    FutureTask<@Nullable Void> opening =
        new FutureTask<>(
            () -> {
              udp.bindBoth();
              return null;
            });
    if (loop.inLoop()) {
      opening.run();
    } else {
      loop.execute(opening);
    }
    try {
      opening.get();
      return udp;
    } catch (ExecutionException e) {
      throw new IOException("UDP sockets: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening the UDP sockets", e);
    }
  }

  /**
   * Closes both sockets and opens two new ones, so that after a teardown the AC sees new source
   * ports and cannot take the new session for the old one.
   *
   * @return false if the local address cannot be bound, which may come back; the old sockets are
   *     there then, and it is counted
   */
  public boolean reopen() {
    try {
      bindBoth();
      return true;
    } catch (IOException e) {
      reopenFailed++;
      return false;
    }
  }

  private void bindBoth() throws IOException {
    // The old sockets keep their ports until the new ones have theirs: so they are others.
    NioDatagramChannel newControl = bind(Port.CONTROL);
    NioDatagramChannel newData;
    try {
      newData = bind(Port.DATA);
    } catch (IOException e) {
      var unused = newControl.close();
      throw e;
    }
    close();
    control = newControl;
    data = newData;
  }

  /** Sends one datagram that begins with a CAPWAP header; lost if the sockets are closed. */
  public void sendClear(Port port, InetSocketAddress to, ByteBuffer packet) {
    NioDatagramChannel channel = channel(port);
    if (channel == null) {
      sendFailed++;
      return;
    }
    ByteBuf out = channel.alloc().ioBuffer(packet.remaining());
    send(channel, to, out.writeBytes(packet));
  }

  /**
   * The same, in one IP packet: what a router cannot pass on is to be lost, for its length is what
   * is asked. Linux sets IPv4's "don't fragment" on every datagram unless {@code
   * net.ipv4.ip_no_pmtu_disc} is set, and over IPv6 no router fragments; yet a host that knows of a
   * shorter path, by its own interface or by a router's word, cuts longer datagrams itself. Java
   * can forbid that from version 19 on, for a whole socket; here it is forbidden for this datagram
   * alone, so that nothing else is lost for its length.
   */
  public void sendWhole(Port port, InetSocketAddress to, ByteBuffer packet) {
    NioDatagramChannel channel = channel(port);
    if (channel == null || DONT_FRAGMENT.isEmpty()) {
      sendClear(port, to, packet);
      return;
    }
    ChannelOption<Boolean> whole = NioChannelOption.of(DONT_FRAGMENT.get());
    channel.config().setOption(whole, true);
    sendClear(port, to, packet);
    channel.config().setOption(whole, false);
  }

  /** Sends DTLS records behind a CAPWAP DTLS header; lost if the sockets are closed. */
  public void sendDtls(Port port, InetSocketAddress to, ByteBuffer records) {
    NioDatagramChannel channel = channel(port);
    if (channel == null) {
      sendFailed++;
      return;
    }
    ByteBuf out = channel.alloc().ioBuffer(DTLS_HEADER_BYTES + records.remaining());
    send(channel, to, out.writeInt(DTLS_HEADER).writeBytes(records));
  }

  /** The address a socket is bound to; its port changes with {@link #reopen}. */
  public InetSocketAddress localAddress(Port port) {
    NioDatagramChannel channel = channel(port);
    if (channel == null) {
      throw new IllegalStateException("the " + port + " socket is closed");
    }
    return channel.localAddress();
  }

  public UdpCounters counters() {
    return new UdpCounters(received, badPreamble, sendFailed, receiveFailed, reopenFailed);
  }

  @Override
  public void close() {
    if (control != null) {
      var unused = control.close();
      control = null;
    }
    if (data != null) {
      var unused = data.close();
      data = null;
    }
  }

  @SuppressWarnings("unchecked") // the option of that name is a Boolean
  private static Optional<SocketOption<Boolean>> dontFragment() {
    try (DatagramChannel any = DatagramChannel.open()) {
      return any.supportedOptions().stream()
          .filter(option -> option.name().equals("IP_DONTFRAGMENT"))
          .map(option -> (SocketOption<Boolean>) option)
          .findAny();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private @Nullable NioDatagramChannel channel(Port port) {
    return port == Port.CONTROL ? control : data;
  }

  private void send(NioDatagramChannel channel, InetSocketAddress to, ByteBuf out) {
    channel
        .writeAndFlush(new DatagramPacket(out, to))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                sendFailed++;
              }
            });
  }

  private NioDatagramChannel bind(Port port) throws IOException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop.netty())
            .channel(NioDatagramChannel.class)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM_BYTES_MAX))
            .option(ChannelOption.SO_BROADCAST, true)
            .option(ChannelOption.IP_MULTICAST_TTL, settings.multicastHops())
            .handler(new Receiver(port));
    if (settings.receiveBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
    }
    ChannelFuture registered = bootstrap.register();
    done(registered, "register " + port);
    NioDatagramChannel channel = (NioDatagramChannel) registered.channel();
    InetAddress local = settings.localAddress();
    InetSocketAddress address =
        local == null ? new InetSocketAddress(0) : new InetSocketAddress(local, 0);
    try {
      done(channel.bind(address), "bind " + port + " to " + address);
    } catch (IOException e) {
      var unused = channel.close();
      throw e;
    }
    return channel;
  }

  // On the loop's own thread Netty binds, connects and registers before it returns.
  private static void done(ChannelFuture future, String what) throws IOException {
    if (!future.isSuccess()) {
      throw new IOException(what + ": " + future.cause(), future.cause());
    }
  }

  private void received(Port port, DatagramPacket packet) {
    ByteBuf content = packet.content();
    int preamble = content.isReadable() ? content.getByte(content.readerIndex()) : -1;
    if (preamble == PREAMBLE_CLEAR) {
      received++;
      handler.clear(port, packet.sender(), content.nioBuffer());
    } else if (preamble == PREAMBLE_DTLS && content.readableBytes() >= DTLS_HEADER_BYTES) {
      received++;
      handler.dtls(port, packet.sender(), content.skipBytes(DTLS_HEADER_BYTES).nioBuffer());
    } else {
      badPreamble++;
    }
  }

  private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Port port;

    Receiver(Port port) {
      this.port = port;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      received(port, packet);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
      if (cause instanceof IOException) {
        receiveFailed++;
      } else {
        loop.reportBug(cause);
        throw new IllegalStateException("the handler of " + port + " failed", cause);
      }
    }
  }
}
