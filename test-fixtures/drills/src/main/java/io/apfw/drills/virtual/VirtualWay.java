package io.apfw.drills.virtual;

import io.apfw.drills.net.Weather;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

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
    long number = numbers[toWtp ? 1 : 0]++;
    if (weather.corrupted(toWtp, number, 1).isPresent()) {
      // DTLS drops it, and nobody can read it in clear.
      return;
    }
    weather.arrivals(toWtp, number).stream()
        .sorted()
        .limit(once ? 1 : Long.MAX_VALUE)
        .forEach(micros -> time.after(Duration.of(micros, ChronoUnit.MICROS), arrived));
  }
}
