package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.Quarantine.Entry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static Entry entry(String version, Instant until) {
    return new Entry(version, "", "", 0, 111, 1, until);
  }

  @Test
  void isBoundedAndTheOldestGivesWay() {
    Quarantine quarantine = Quarantine.NONE;
    for (int i = 0; i < 20; i++) {
      quarantine = quarantine.with(entry("1." + i, T0));
    }
    assertThat(quarantine.entries()).hasSize(Quarantine.ENTRIES_MAX);
    assertThat(quarantine.of("1.11")).isEmpty();
    assertThat(quarantine.of("1.12")).isPresent();
  }

  @Test
  void aVersionThatFailsAgainIsCountedAndCountsAsNew() {
    Quarantine quarantine =
        Quarantine.NONE
            .with(entry("1", T0))
            .with(entry("2", T0))
            .with(entry("1", T0.plusMillis(5)));
    assertThat(quarantine.entries()).extracting(Entry::version).containsExactly("2", "1");
    assertThat(quarantine.of("1")).contains(new Entry("1", "", "", 0, 111, 2, T0.plusMillis(5)));
  }

  @Test
  void endsAreWallClockTimeAndNoneIsLaterThanAWholeQuarantine() {
    Quarantine quarantine =
        Quarantine.NONE
            .with(entry("over", T0))
            .with(entry("left", T0.plusMillis(1)))
            .with(entry("of another clock", T0.plusSeconds(1_000_000)))
            .at(T0, 1_000);
    assertThat(quarantine.entries())
        .containsExactly(
            entry("left", T0.plusMillis(1)), entry("of another clock", T0.plusMillis(1_000)));
    assertThat(quarantine.nextEnd()).contains(T0.plusMillis(1));
  }
}
