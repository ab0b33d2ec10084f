package io.apfw.agent;

import io.apfw.storage.trust.ProvenTime;
import io.apfw.storage.trust.TrustedClock;
import java.nio.file.Path;
import java.time.Instant;

/** The clock of an AP whose system clock stands still, right or wrong. */
public final class TestClock {
  private TestClock() {}

  /**
   * One that must be able to keep its proven time.
   *
   * @param directory where that goes
   * @param system what the system clock says
   * @param built when what runs was built
   */
  public static TrustedClock at(Path directory, Instant system, Instant built) {
    return TrustedClock.keptIn(
        ProvenTime.at(directory.resolve("clock.state")),
        () -> system,
        built,
        TrustedClock.AHEAD_DAYS_DEFAULT,
        warning -> {
          throw new AssertionError(warning);
        });
  }
}
