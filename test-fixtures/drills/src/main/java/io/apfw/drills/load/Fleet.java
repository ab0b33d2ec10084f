package io.apfw.drills.load;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Counters;
import io.apfw.capwap.wtp.DiscoveryPolicy;
import io.apfw.capwap.wtp.MtuPolicy;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Timers;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpIdentity;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.MonotonicClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** WTPs that are all switched on at once, as after a power cut, on one thread. */
final class Fleet implements AutoCloseable, LoadWtp.Watcher {
  private static final String MODEL = "C9105AXI";
  private static final int VENDOR = 9;

  /** The RFC's least, since nobody is to be spared here. */
  private static final int DISCOVERY_SPREAD_MILLIS = 2_000;

  private static final int DISCOVERY_INTERVAL_MILLIS = 1_000;

  private final EventLoop loop = new EventLoop(new MonotonicClock());
  private final List<LoadWtp> wtps = new ArrayList<>();
  private final Set<LoadWtp> up = new HashSet<>();
  private final String wanted;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger sulked = new AtomicInteger();
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final CountDownLatch all;

  /**
   * A fleet that is switched off.
   *
   * @param running what all of them run
   * @param wanted what they are to run in the end; anything if it is empty
   */
  Fleet(int count, Ac ac, DtlsConnector connector, String family, String running, String wanted) {
    this.wanted = wanted;
    this.all = new CountDownLatch(count);
    for (int i = 1; i <= count; i++) {
      wtps.add(new LoadWtp(loop, config(i, family), ac, connector, running, new Random(i), this));
    }
  }

  private static WtpConfig config(int number, String family) {
    return new WtpConfig(
        DiscoveryPolicy.defaults(),
        new WtpIdentity(
            "load-" + number,
            "drill load",
            MODEL,
            "LOAD%07d".formatted(number),
            Octets.hex("0200%08x".formatted(number)),
            VENDOR,
            "1.0",
            "1.1",
            List.of(new WtpIdentity.Radio(1, 13), new WtpIdentity.Radio(2, 10)),
            WtpMacType.LOCAL,
            WtpFrameTunnelMode.LOCAL_BRIDGING,
            family),
        Timers.defaults()
            .with(Timer.MAX_DISCOVERY_INTERVAL, DISCOVERY_SPREAD_MILLIS)
            .with(Timer.DISCOVERY_INTERVAL, DISCOVERY_INTERVAL_MILLIS),
        Counters.defaults(),
        ImageBlockDialect.RFC5415,
        false,
        false,
        MtuPolicy.fixed(),
        false);
  }

  /** Switches all of them on. */
  void start() {
    loop.execute(() -> wtps.forEach(LoadWtp::start));
  }

  /** Waits until all run what they should, in Run; false if they do not in time. */
  boolean await(long millis) throws InterruptedException {
    return all.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Completes with a bug of the fleet's own. */
  CompletableFuture<Throwable> bug() {
    return loop.bug().toCompletableFuture();
  }

  /** WTPs that have come to Run with what they should run. */
  int arrived() {
    return arrived.get();
  }

  /** How often one of them gave up for a while. */
  int sulked() {
    return sulked.get();
  }

  long blocks() {
    return blocks.get();
  }

  long bytes() {
    return bytes.get();
  }

  @Override
  public void entered(LoadWtp wtp, Stage stage) {
    if (stage == Stage.SULKING) {
      sulked.incrementAndGet();
    } else if (stage == Stage.RUN
        && (wanted.isEmpty() || wtp.running().equals(wanted))
        && up.add(wtp)) {
      arrived.incrementAndGet();
      all.countDown();
    }
  }

  @Override
  public void block(int size) {
    blocks.incrementAndGet();
    bytes.addAndGet(size);
  }

  /** All leave in order: what their stops have to say goes out before the loop ends. */
  @Override
  public void close() {
    loop.execute(() -> wtps.forEach(LoadWtp::stop));
    loop.close();
  }
}
