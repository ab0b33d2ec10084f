package io.apfw.link.transport;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Protocol time: the wall clock is read once, then only elapsed time is added, so a step of the
 * wall clock (the first NTP answer after boot) neither fires nor delays a deadline.
 *
 * <p>An instant of this clock is meant for deadlines; certificates and log lines want the wall.
 */
public final class MonotonicClock implements InstantSource {
  private final Instant base;
  private final long baseNanos;
  private final LongSupplier nanoTime;

  /** Starts at the wall clock's present time and follows {@link System#nanoTime()}. */
  public MonotonicClock() {
    this(Instant.now(), System::nanoTime);
  }

  /**
   * Starts at a time of the caller's.
   *
   * @param base what {@link #instant()} answers as long as {@code nanoTime} does not move
   * @param nanoTime a count of nanoseconds that never runs backwards; its origin does not matter
   */
  public MonotonicClock(Instant base, LongSupplier nanoTime) {
    this.base = base;
    this.nanoTime = nanoTime;
    this.baseNanos = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return base.plusNanos(nanoTime.getAsLong() - baseNanos);
  }
}
