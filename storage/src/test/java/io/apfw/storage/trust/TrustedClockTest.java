package io.apfw.storage.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.state.TwinFile;
import io.apfw.storage.trust.TimeReading.Basis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedClockTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration STEP = Duration.ofHours(24);

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  /** The bound is 100 days here; the proven time is the build's. */
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, CLOCK_BEHIND, 2026-01-01T00:00:00Z",
    "2025-12-31T23:59:59Z, CLOCK_BEHIND, 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z, CLOCK, 2026-01-01T00:00:00Z",
    "2026-02-03T04:05:06Z, CLOCK, 2026-02-03T04:05:06Z",
    "2026-04-11T00:00:00Z, CLOCK, 2026-04-11T00:00:00Z",
    "2026-04-11T00:00:01Z, CLOCK_AHEAD, 2026-01-01T00:00:00Z",
    "2106-02-07T06:28:15Z, CLOCK_AHEAD, 2026-01-01T00:00:00Z",
    "+1000000000-12-31T23:59:59.999999999Z, CLOCK_AHEAD, 2026-01-01T00:00:00Z",
  })
  void the_later_time_counts_unless_the_clock_is_too_far_ahead(
      Instant system, Basis basis, Instant at) {
    TimeReading reading = TimeReading.of(system, BUILT, Duration.ofDays(100));
    assertThat(reading.basis()).isEqualTo(basis);
    assertThat(reading.at()).isEqualTo(at);
    assertThat(reading.clockBelieved()).isEqualTo(basis == Basis.CLOCK);
  }

  @Test
  void a_proven_time_outlives_the_power() {
    clock().prove(BUILT.plus(STEP));
    assertThat(clock().reading().at()).isEqualTo(BUILT.plus(STEP));
  }

  @Test
  void it_never_goes_back_and_never_leaps() {
    TrustedClock clock = clock();
    clock.prove(BUILT.plusSeconds(10));
    clock.prove(BUILT.plusSeconds(5));
    clock.prove(BUILT.plus(Duration.ofDays(101)));
    assertThat(clock.reading().proven()).isEqualTo(BUILT.plusSeconds(10));
  }

  @Test
  void it_is_written_once_for_many_small_steps() throws IOException {
    clock().prove(BUILT.plus(STEP));
    byte[] once = Files.readAllBytes(file());
    TrustedClock clock = clock();
    for (int hours = 25; hours < 48; hours++) {
      clock.prove(BUILT.plus(Duration.ofHours(hours)));
    }
    assertThat(clock.reading().proven()).isEqualTo(BUILT.plus(Duration.ofHours(47)));
    assertThat(Files.readAllBytes(file())).isEqualTo(once);
    clock.prove(BUILT.plus(STEP).plus(STEP));
    assertThat(Files.readAllBytes(file())).isNotEqualTo(once);
  }

  @Test
  void a_newer_build_counts_for_more_than_what_was_kept() {
    clock().prove(BUILT.plus(STEP));
    Instant later = BUILT.plus(Duration.ofDays(30));
    assertThat(clock(later).reading().proven()).isEqualTo(later);
  }

  @Test
  void a_damaged_file_leaves_the_build_time_and_is_mended() throws IOException {
    Files.write(file(), new byte[8192]);
    TrustedClock clock = clock();
    assertThat(clock.reading().at()).isEqualTo(BUILT);
    clock.prove(BUILT.plus(STEP));
    assertThat(clock().reading().at()).isEqualTo(BUILT.plus(STEP));
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_medium_that_fails_is_a_warning_and_the_clock_goes_on() {
    MemoryDevice device = new MemoryDevice(2 * TwinFile.COPY_BYTES);
    TrustedClock clock =
        TrustedClock.keptIn(
            new ProvenTime(TwinFile.on("clock", () -> device, "clock")),
            () -> Instant.EPOCH,
            BUILT,
            100,
            warnings::add);
    device.failWrites(new IOException("no space"));
    clock.prove(BUILT.plus(STEP));
    assertThat(clock.reading().at()).isEqualTo(BUILT.plus(STEP));
    assertThat(warnings).singleElement().asString().contains("proven time clock cannot be written");
  }

  private Path file() {
    return directory.resolve("clock.state");
  }

  private TrustedClock clock() {
    return clock(BUILT);
  }

  private TrustedClock clock(Instant built) {
    return TrustedClock.keptIn(
        ProvenTime.at(file()), () -> Instant.EPOCH, built, 100, warnings::add);
  }
}
