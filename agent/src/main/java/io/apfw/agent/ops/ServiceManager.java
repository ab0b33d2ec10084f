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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Tells systemd how the service is, by the datagrams of sd_notify(3): lines {@code NAME=VALUE} in
 * UTF-8 to the socket that {@code NOTIFY_SOCKET} names, a path or, after {@code @}, an abstract
 * name. The JDK's own unix sockets know no datagrams, so this is Netty's native transport; it is
 * loaded only where systemd asks to be told.
 *
 * <p>Nothing here can fail the agent: what cannot be sent is lost, and the watchdog notices.
 */
public final class ServiceManager implements AutoCloseable {
  private static final int STATUS_CHARS_MAX = 300;
  private static final long CLOSE_MILLIS_MAX = 1_000;

  private final MultiThreadIoEventLoopGroup group;
  private final Channel channel;
  private final OptionalLong watchdogMillis;

  private ServiceManager(
      MultiThreadIoEventLoopGroup group, Channel channel, OptionalLong watchdogMillis) {
    this.group = group;
    this.channel = channel;
    this.watchdogMillis = watchdogMillis;
  }

  /** Whether a service manager wants to be told. */
  public static boolean isAsked(Map<String, String> environment) {
    return !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
  }

  /**
   * Opens the socket that the environment names.
   *
   * @param environment with {@code NOTIFY_SOCKET}; {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}
   *     where a watchdog is set
   * @throws IOException when the socket cannot be reached
   */
  public static ServiceManager open(Map<String, String> environment) throws IOException {
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (!Epoll.isAvailable()) {
      throw new IOException(
          "NOTIFY_SOCKET is " + name + ", but there are no unix datagrams",
          Epoll.unavailabilityCause());
    }
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("apfw-notify", true), EpollIoHandler.newFactory());
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
      throw new IOException("NOTIFY_SOCKET " + name + " cannot be reached", connected.cause());
    }
    return new ServiceManager(group, connected.channel(), watchdog(environment));
  }

  private static OptionalLong watchdog(Map<String, String> environment) {
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    boolean ours = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
    return ours && micros.matches("[0-9]{4,15}")
        ? OptionalLong.of(Math.max(1, Long.parseLong(micros) / 1_000))
        : OptionalLong.empty();
  }

  /** How long systemd waits for {@link #alive} before it ends the service; empty: for ever. */
  public OptionalLong watchdogMillis() {
    return watchdogMillis;
  }

  /** The service is up. */
  public void ready() {
    send("READY=1");
  }

  /** The service takes a new configuration; {@link #ready} says that it has. */
  public void reloading() {
    // systemd's clock is that of nanoTime: CLOCK_MONOTONIC.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /** What {@code systemctl status} shows. */
  public void status(String words) {
    String line = words.replaceAll("\\p{Cc}+", " ");
    send("STATUS=" + line.substring(0, Math.min(line.length(), STATUS_CHARS_MAX)));
  }

  /** The loop goes round. */
  public void alive() {
    send("WATCHDOG=1");
  }

  /** The service is about to end. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String line) {
    var unused = channel.writeAndFlush(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
  }

  /** Waits until what was said has gone out. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
    var unused = group.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
  }
}
