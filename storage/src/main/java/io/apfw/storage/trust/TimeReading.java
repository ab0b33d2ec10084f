package io.apfw.storage.trust;

import java.time.Duration;
import java.time.Instant;

/**
 * The instant at which certificates are judged, and whether the system clock was believed.
 *
 * <p>All that is known for certain is a lower bound, the <em>proven</em> time: it cannot be earlier
 * than the build of what runs, nor than the last time that a certificate authority has vouched for.
 * The system clock is a claim. The readings of "validity is judged at the later of the two":
 *
 * <ul>
 *   <li>The later of the two, always: a clock that came up in 2106 makes every certificate expired,
 *       and the AP can neither join nor be updated until somebody visits it.
 *   <li>The proven time alone: nothing ever expires on an AP that hears of nothing new.
 *   <li>Ours: the later of the two, unless the clock is ahead of the proven time by more than a
 *       bound; then it is not believed and the proven time counts. Whoever can set an AP's clock
 *       gains nothing by this: setting it to the proven time would have served him as well.
 * </ul>
 *
 * <p>So a certificate that ended before {@link #at} has expired for certain, or by a clock that is
 * believed. One that begins after it proves nothing if the clock is not believed: then the clock is
 * the likelier culprit, and the words say so. The default bound, {@value
 * TrustedClock#AHEAD_DAYS_DEFAULT} days, is longer than firmware lies on a shelf and shorter than
 * the way to the years in which broken clocks come up: 2036 (NTP), 2038 (Unix), 2069, 2099, 2106.
 *
 * @param at where to judge
 * @param basis where it comes from
 * @param system what the system clock says
 * @param proven the lower bound
 * @param latest the latest time that is believable
 */
public record TimeReading(Instant at, Basis basis, Instant system, Instant proven, Instant latest) {
  /** What the system clock was found to be. */
  public enum Basis {
    /** Plausible: {@code at} is the clock's. */
    CLOCK,
    /** Before the proven time, never set as a rule: {@code at} is the proven time. */
    CLOCK_BEHIND,
    /** Too far ahead to be believed: {@code at} is the proven time. */
    CLOCK_AHEAD
  }

  /**
   * Weighs a clock.
   *
   * @param aheadMax how far ahead of the proven time a clock is believed
   */
  static TimeReading of(Instant system, Instant proven, Duration aheadMax) {
    Instant latest = proven.plus(aheadMax);
    if (system.isBefore(proven)) {
      return new TimeReading(proven, Basis.CLOCK_BEHIND, system, proven, latest);
    }
    if (system.isAfter(latest)) {
      return new TimeReading(proven, Basis.CLOCK_AHEAD, system, proven, latest);
    }
    return new TimeReading(system, Basis.CLOCK, system, proven, latest);
  }

  /** A time that is beyond doubt, as a host tool's. */
  public static TimeReading certain(Instant at) {
    return new TimeReading(at, Basis.CLOCK, at, at, at);
  }

  /** Whether the system clock was believed. */
  public boolean clockBelieved() {
    return basis == Basis.CLOCK;
  }

  /** What to say beside a verdict about validity. */
  public String words() {
    return switch (basis) {
      case CLOCK -> ", by the system clock";
      case CLOCK_BEHIND ->
          ", which is the latest proven time: the system clock says "
              + system
              + " and was never set, so set it";
      case CLOCK_AHEAD ->
          ", which is the latest proven time: the system clock says "
              + system
              + ", too far ahead to be believed, so set it";
    };
  }
}
