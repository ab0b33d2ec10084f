package io.apfw.drills.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WeatherTest {
  private static final long DATAGRAMS = 20_000;
  private static final Weather ROUGH = new Weather(10_000, 2_000, 50, 20, 30, 5_000, 25, 7);

  private static List<List<Long>> fates(Weather weather, boolean toWtp) {
    return LongStream.range(0, DATAGRAMS).mapToObj(n -> weather.arrivals(toWtp, n)).toList();
  }

  @Test
  void aSeedDecidesEveryFate() {
    assertThat(fates(ROUGH, true)).isEqualTo(fates(ROUGH, true));
    assertThat(fates(ROUGH, true)).isNotEqualTo(fates(ROUGH, false));
    assertThat(fates(ROUGH, true))
        .isNotEqualTo(fates(new Weather(10_000, 2_000, 50, 20, 30, 5_000, 25, 8), true));
    List<Long> later = ROUGH.arrivals(true, 19_000);
    assertThat(ROUGH.arrivals(true, 19_000)).as("whatever came before").isEqualTo(later);
  }

  @Test
  void partsAreWhatTheySay() {
    List<List<Long>> fates = new ArrayList<>(fates(ROUGH, true));
    assertThat(share(fates.stream().filter(List::isEmpty).count())).isBetween(40L, 60L);
    assertThat(share(fates.stream().filter(fate -> fate.size() == 2).count())).isBetween(14L, 26L);
    assertThat(share(fates.stream().filter(f -> !f.isEmpty() && f.get(0) >= 15_000).count()))
        .isBetween(22L, 38L);
    assertThat(fates).allSatisfy(f -> assertThat(f).allMatch(m -> m >= 10_000 && m <= 17_000));
  }

  private static long share(long count) {
    return count * 1000 / DATAGRAMS;
  }

  @Test
  void aByteOfAFewIsNotAsItWasSent() {
    List<Integer> changed =
        LongStream.range(0, DATAGRAMS)
            .mapToObj(n -> ROUGH.corrupted(false, n, 100))
            .flatMapToInt(OptionalInt::stream)
            .boxed()
            .toList();
    assertThat(share(changed.size())).isBetween(18L, 32L);
    assertThat(changed).allMatch(at -> at >= 0 && at < 100);
    assertThat(Set.copyOf(changed)).hasSizeGreaterThan(90);
  }

  @Test
  void fairWeatherChangesNothing() {
    assertThat(fates(Weather.FAIR, true)).allMatch(List.of(0L)::equals);
    assertThat(fates(Weather.delay(10_000), true)).allMatch(List.of(10_000L)::equals);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weather(0, 0, 1001, 0, 0, 0, 0, 0))
        .withMessage("1001 per mille: 0 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weather.delay(-1))
        .withMessage("delay of -1 us: 0 to 60000000");
  }
}
