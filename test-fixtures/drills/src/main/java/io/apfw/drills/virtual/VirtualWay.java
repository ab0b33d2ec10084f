package io.apfw.drills.virtual;

import io.apfw.drills.net.Weather;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The way between one AP and a controller. */
final class VirtualWay {
  private final VirtualTime time;
  private final Weather weather;
  private final long[] numbers = new long[2];
  private boolean cut;

  VirtualWay(VirtualTime time, Weather weather) {
    this.time = time;
    this.weather = weather;
  }

  /** Nothing passes while it is cut. */
  void cut(boolean now) {
    cut = now;
  }

  /**
   * Carries a datagram.
   *
   * @param once whether its second copy is dropped at the other end, as DTLS does
   */
  void carry(boolean toWtp, boolean once, Runnable arrived) {
    if (cut) {
      return;
    }
    List<Long> arrivals = weather.arrivals(toWtp, numbers[toWtp ? 1 : 0]++);
    long first = arrivals.stream().mapToLong(Long::longValue).min().orElse(0);
    for (long micros : arrivals) {
      if (!once || micros == first) {
        time.after(Duration.of(micros, ChronoUnit.MICROS), arrived);
        if (once) {
          return;
        }
      }
    }
  }
}
