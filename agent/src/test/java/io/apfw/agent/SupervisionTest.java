package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.ops.ServiceManager;
import io.apfw.link.transport.EventLoop;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
    String socket = directory.resolve("notify").toString();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    BlockingQueue<Long> stalls = new LinkedBlockingQueue<>();
    try (NotifySocket systemd = new NotifySocket(socket);
        EventLoop loop = new EventLoop(now::get);
        ServiceManager manager =
            ServiceManager.open(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "30000"))) {
      Supervision supervision = new Supervision(Optional.of(manager), loop);
      supervision.onStall(stalls::add);
      supervision.ready();
      // Behind the first sign of life, so that the second one is late.
      loop.execute(() -> now.set(Instant.EPOCH.plusMillis(STILL_MILLIS)));
      assertThat(stalls.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(STILL_MILLIS - 30 / 3);
      assertThat(systemd.next()).isEqualTo("READY=1");
    }
  }
}
