package io.apfw.storage.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.slot.SlotId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootDecisionTest {
  /** -1 stands for good. */
  @ParameterizedTest
  @CsvSource({
    "part1, -1, -1, part1, -1, -1, false",
    "part2, -1, -1, part2, -1, -1, false",
    "part1,  3, -1, part1,  2, -1, false",
    "part1,  1, -1, part1,  0, -1, false",
    "part1,  0, -1, part2,  0, -1, false",
    "part1,  0,  2, part2,  0,  1, false",
    "part2, -1,  0, part1, -1,  0, false",
    "part2,  2,  2, part2,  2,  1, false",
    "part1,  0,  0, part2,  0,  0, true",
    "part2,  0,  0, part1,  0,  0, true",
  })
  void takes_the_first_that_is_good_or_has_tries_left(
      String first, int one, int two, String booted, int oneAfter, int twoAfter, boolean last) {
    assertThat(BootDecision.chooseAndCount(environment(first, one, two)))
        .isEqualTo(new BootDecision(slot(booted), environment(first, oneAfter, twoAfter), last));
  }

  @Test
  void a_trial_that_is_never_confirmed_ends_on_the_fallback() {
    BootEnvironment environment = environment("part1", 3, -1);
    for (int boot = 0; boot < 3; boot++) {
      BootDecision decision = BootDecision.chooseAndCount(environment);
      assertThat(decision.slot()).isEqualTo(SlotId.PART1);
      environment = decision.next();
    }
    assertThat(BootDecision.chooseAndCount(environment).slot()).isEqualTo(SlotId.PART2);
  }

  private static BootEnvironment environment(String first, int one, int two) {
    return new BootEnvironment(slot(first), entry(one), entry(two));
  }

  private static BootEntry entry(int tries) {
    return tries < 0 ? BootEntry.GOOD : BootEntry.onTrial(tries);
  }

  private static SlotId slot(String label) {
    return SlotId.ofLabel(label).orElseThrow();
  }
}
