package io.apfw.agent;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Stands for systemd's socket. */
public final class NotifySocket implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Channel channel;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /**
   * @param name a path or, after a NUL, an abstract name
   */
  public NotifySocket(String name) {
    channel =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, DomainDatagramPacket p) {
                    heard.add(p.content().toString(StandardCharsets.UTF_8));
                  }
                })
            .bind(new DomainSocketAddress(name))
            .syncUninterruptibly()
            .channel();
  }

  /**
   * Reads nothing meanwhile. Its loop is held: a channel that is told not to read any more still
   * ends the read it waits in, with one datagram, whenever its thread is given time.
   */
  public <T> T holding(Callable<T> meanwhile) throws Exception {
    CompletableFuture<Void> held = new CompletableFuture<>();
    CompletableFuture<Void> over = new CompletableFuture<>();
    channel
        .eventLoop()
        .execute(
            () -> {
              held.complete(null);
              over.join();
            });
    held.join();
    try {
      return meanwhile.call();
    } finally {
      over.complete(null);
    }
  }

  /** The next datagram; "null" when there is none in time. */
  public String next() throws InterruptedException {
    return String.valueOf(heard.poll(Patience.SECONDS, TimeUnit.SECONDS));
  }

  /** The next one that begins so. */
  public String next(String prefix) throws InterruptedException {
    String datagram = next();
    while (!datagram.startsWith(prefix) && !datagram.equals("null")) {
      datagram = next();
    }
    return datagram;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
