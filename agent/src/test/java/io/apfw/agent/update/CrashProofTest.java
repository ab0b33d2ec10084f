package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.crash.CrashPoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power goes at every write of an upgrade, and of the recovery from that. */
class CrashProofTest {
  private static final CrashPoints.Budget EVERY_BUILD = new CrashPoints.Budget(32, 24, 1, seed());
  private static final CrashPoints.Budget SIMULATION =
      new CrashPoints.Budget(256, 60_000, 50, seed());

  /** Enough to catch a mutant, which leaves far more unforced than the real agent does. */
  private static final CrashPoints.Budget MUTANT = new CrashPoints.Budget(256, 40, 1, seed());

  private static CrashScenario.Material material;

  @BeforeAll
  static void make(@TempDir Path scratch) throws Exception {
    material = CrashScenario.Material.make(scratch);
  }

  private static long seed() {
    return Long.getLong("crash.seed", 1);
  }

  @Test
  void noPowerCutBreaksAnUpgrade() throws Exception {
    assertThat(tryAll(EVERY_BUILD)).isGreaterThanOrEqualTo(20_000);
  }

  @Test
  @Tag("sim")
  void noPowerCutOfVeryManyBreaksAnUpgrade() throws Exception {
    assertThat(tryAll(SIMULATION)).isGreaterThanOrEqualTo(200_000);
  }

  private static int tryAll(CrashPoints.Budget budget) throws Exception {
    int images = 0;
    List<String> failures = new ArrayList<>();
    Set<Long> tried = new HashSet<>();
    for (CrashScenario scenario : CrashScenario.values()) {
      CrashChecker.Result result =
          new CrashChecker(scenario, material, budget, tried).run(Set.of(), CrashAp.Slip.NONE);
      System.out.println(result);
      images += result.images();
      failures.addAll(result.failures());
    }
    assertThat(failures).isEmpty();
    return images;
  }

  @ParameterizedTest
  @EnumSource
  void aDiskThatIsNotForcedIsNoticed(CrashDisk.Fault fault) throws Exception {
    assertThat(mutant(Set.of(fault), CrashAp.Slip.NONE)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void anAgentThatSlipsIsNoticed(CrashAp.Slip slip) throws Exception {
    assertThat(mutant(Set.of(), slip)).isNotEmpty();
  }

  private static List<String> mutant(Set<CrashDisk.Fault> faults, CrashAp.Slip slip)
      throws Exception {
    return new CrashChecker(CrashScenario.FIRST_UPGRADE, material, MUTANT, new HashSet<>())
        .run(faults, slip)
        .failures();
  }

  /** What a failure prints: a point's number counts within its budget. */
  @Test
  @EnabledIfSystemProperty(named = "crash.point", matches = ".+")
  void replay() throws Exception {
    assertThat(
            new CrashChecker(
                    CrashScenario.valueOf(System.getProperty("crash.scenario", "UPGRADE")),
                    material,
                    CrashPoints.Budget.parse(
                        System.getProperty("crash.budget", EVERY_BUILD.toString())),
                    new HashSet<>())
                .replay(System.getProperty("crash.point", ""))
                .failures())
        .isEmpty();
  }
}
