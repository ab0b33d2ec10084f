package io.apfw.capwap.wtp;

import java.util.EnumMap;
import java.util.Map;

/**
 * The times in force.
 *
 * @param overrides milliseconds for those timers that do not have their default, 1 to a day
 */
public record Timers(Map<Timer, Long> overrides) {
  private static final long MILLIS_MAX = 86_400_000;

  public Timers {
    overrides = Map.copyOf(overrides);
    overrides.forEach(
        (timer, millis) -> {
          if (millis < 1 || millis > MILLIS_MAX) {
            throw new IllegalArgumentException(
                timer + " " + millis + " ms: 1 to " + MILLIS_MAX + " ms");
          }
        });
  }

  /** All defaults. */
  public static Timers defaults() {
    return new Timers(Map.of());
  }

  /** The same with another time for one timer. */
  public Timers with(Timer timer, long millis) {
    Map<Timer, Long> more = new EnumMap<>(Timer.class);
    more.putAll(overrides);
    more.put(timer, millis);
    return new Timers(more);
  }

  /** A timer's milliseconds. */
  public long millis(Timer timer) {
    return overrides.getOrDefault(timer, timer.defaultMillis());
  }
}
