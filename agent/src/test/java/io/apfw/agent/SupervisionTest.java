package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.link.transport.EventLoop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop that stood still, on a socket that stands for systemd's. */
class SupervisionTest {
  private static final long STILL_MILLIS = 60_000;

  @Test
  void aStandstillIsToldOnceItIsOver(@TempDir Path directory) throws Exception {
    MultiThreadIoEventLoopGroup systemd =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    String socket = directory.resolve("notify").toString();
    new Bootstrap()
        .group(systemd)
        .channel(EpollDomainDatagramChannel.class)
        .handler(new ChannelInboundHandlerAdapter())
        .bind(new DomainSocketAddress(socket))
        .syncUninterruptibly();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    BlockingQueue<Long> stalls = new LinkedBlockingQueue<>();
    try (EventLoop loop = new EventLoop(now::get);
        Supervision supervision =
            Supervision.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "30000"), loop)) {
      supervision.onStall(stalls::add);
      supervision.ready();
      // Behind the first sign of life, so that the second one is late.
      loop.execute(() -> now.set(Instant.EPOCH.plusMillis(STILL_MILLIS)));
      assertThat(stalls.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(STILL_MILLIS - 30 / 3);
    } finally {
      systemd.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
