package io.apfw.link.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {
  @Test
  void onlyElapsedNanosecondsMoveIt() {
    Instant base = Instant.parse("2026-01-01T00:00:00Z");
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // System.nanoTime may overflow
    MonotonicClock clock = new MonotonicClock(base, nanos::get);

    assertThat(clock.instant()).isEqualTo(base);
    nanos.addAndGet(1_500_000_000L);
    assertThat(clock.instant()).isEqualTo(base.plusMillis(1500));
  }
}
