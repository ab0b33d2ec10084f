package io.apfw.agent.ops;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Datagrams to a socket of this machine. The JDK's own unix sockets know none, so this is Netty's
 * native transport. What cannot be sent is lost.
 */
final class LocalDatagrams implements AutoCloseable {
  private static final long CLOSE_MILLIS_MAX = 1_000;

  private final MultiThreadIoEventLoopGroup group;
  private final Channel channel;

  private LocalDatagrams(MultiThreadIoEventLoopGroup group, Channel channel) {
    this.group = group;
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @param name a path or, after {@code @}, an abstract name
   * @param thread the name of the one that sends
   * @throws IOException when there is no such socket
   */
  static LocalDatagrams to(String name, String thread) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException(
          name + " wants unix datagrams, and there are none", Epoll.unavailabilityCause());
    }
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(thread, true), EpollIoHandler.newFactory());
    ChannelFuture connected =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(
                new DomainSocketAddress(name.startsWith("@") ? '\0' + name.substring(1) : name))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      var unused = group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      throw new IOException(name + " cannot be reached", connected.cause());
    }
    return new LocalDatagrams(group, connected.channel());
  }

  /** Whether the receiver keeps up. */
  boolean keepsUp() {
    return channel.isWritable();
  }

  void send(byte[] datagram) {
    var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(datagram));
  }

  /** Waits until what was sent has gone out. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
    var unused = group.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
  }
}
