package io.apfw.storage.trust;

import io.apfw.storage.device.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The time by which certificates are judged on a machine that may boot without knowing it; {@link
 * TimeReading} has the rule. Any thread.
 *
 * <p>What moves the proven time: the build time of the running image, which its signer vouched for;
 * the start of a certificate that a trusted authority has issued, of an image's signer or of a
 * server; a time-stamp. Never a signer's own word for an image that does not run, and nothing that
 * is later than the latest believable time: one certificate with a wrong year would spoil the clock
 * for good. It is written only when it moves by {@value #PERSIST_STEP_HOURS} hours or more.
 */
public final class TrustedClock {
  /** How many days ahead of the proven time a system clock is believed, unless configured. */
  public static final int AHEAD_DAYS_DEFAULT = 1825;

  private static final int PERSIST_STEP_HOURS = 24;
  private static final Duration PERSIST_STEP = Duration.ofHours(PERSIST_STEP_HOURS);

  private final InstantSource system;
  private final Duration aheadMax;
  private final Optional<ProvenTime> store;
  private final Consumer<String> warnings;
  private Instant proven;
  private Instant stored;

  private TrustedClock(
      InstantSource system,
      Duration aheadMax,
      Optional<ProvenTime> store,
      Instant proven,
      Instant stored,
      Consumer<String> warnings) {
    this.system = system;
    this.aheadMax = aheadMax;
    this.store = store;
    this.proven = proven;
    this.stored = stored;
    this.warnings = warnings;
  }

  /**
   * A clock that remembers.
   *
   * @param built when what runs was built
   * @param aheadDaysMax how many days ahead of the proven time the system clock is believed
   * @param warnings hears when the proven time cannot be kept; the clock goes on without
   */
  public static TrustedClock keptIn(
      ProvenTime store,
      InstantSource system,
      Instant built,
      int aheadDaysMax,
      Consumer<String> warnings) {
    Instant stored = Instant.EPOCH;
    try {
      stored = store.read();
    } catch (StorageException e) {
      warnings.accept(e.detail());
    }
    return new TrustedClock(
        system,
        Duration.ofDays(aheadDaysMax),
        Optional.of(store),
        stored.isAfter(built) ? stored : built,
        stored,
        warnings);
  }

  /** A clock that always believes the system's, as on a host, and keeps nothing. */
  public static TrustedClock believing(InstantSource system) {
    return new TrustedClock(
        system,
        Duration.ofDays(366L * 10_000),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        warning -> {});
  }

  /** Where to judge now. */
  public synchronized TimeReading reading() {
    return TimeReading.of(system.instant(), proven, aheadMax);
  }

  /** The system clock, right or wrong: to date things by. */
  public Instant systemTime() {
    return system.instant();
  }

  /** It is this late at least: somebody who is trusted has vouched for it. */
  public synchronized void prove(Instant time) {
    if (!time.isAfter(proven) || time.isAfter(proven.plus(aheadMax))) {
      return;
    }
    proven = time;
    if (store.isEmpty() || time.isBefore(stored.plus(PERSIST_STEP))) {
      return;
    }
    try {
      store.get().write(time);
      stored = time;
    } catch (StorageException e) {
      warnings.accept(e.detail());
    }
  }
}
