package io.apfw.agent.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.LabAgent;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.lab.Console;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.storage.journal.UpdatePhase;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real agent, a process of its own, is killed with SIGKILL at a random moment of an upgrade;
 * the stand-in boot loader then decides, and the upgrade must come to its end. Whenever an agent
 * has ended the disk is looked at.
 *
 * <p>A seed says from which line of the log on, and how long after it; how far the agent has come
 * by then is this machine's affair. {@code -Dkill.runs=200 -Dkill.seed=1} are the defaults.
 */
@Tag("system")
class KillTest {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** From which line of the log on, and within which time. */
  private enum Moment {
    WRITE("Image manifest accepted", 300),
    VERIFY("Last block stored", 200),
    ACTIVATE("Script called with args:[ACTIVATE]", 300),
    TRIAL("Trial of part1", 1_500);

    private final String line;
    private final int spanMillis;

    Moment(String line, int spanMillis) {
      this.line = line;
      this.spanMillis = spanMillis;
    }
  }

  @TempDir private Path directory;
  private final Map<String, Integer> killedIn = new TreeMap<>();
  private int checks;

  @Test
  void noKillBreaksAnUpgrade() throws Exception {
    int runs = Integer.getInteger("kill.runs", 200);
    long seed = Long.getLong("kill.seed", 1);
    List<String> failures = new ArrayList<>();
    for (long next = seed; next < seed + runs; next++) {
      List<String> broken = run(next);
      System.out.println("kill %d: %s".formatted(next, broken.isEmpty() ? "ok" : broken));
      if (!broken.isEmpty()) {
        failures.add(
            broken
                + "\n  replay: mvn verify -Psystem -pl agent -am -Dtest=KillTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dkill.runs=1 -Dkill.seed="
                + next);
      }
    }
    System.out.println(
        "%d kills, by moment and journal's phase %s; %d invariants checked, %d failures"
            .formatted(runs, killedIn, checks, failures.size()));
    assertThat(failures).isEmpty();
  }

  private List<String> run(long seed) throws Exception {
    // Not Random: neighbouring seeds of it begin alike, and chose one moment for all.
    SplittableRandom random = new SplittableRandom(seed);
    Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
    long delayMicros = random.nextInt(moment.spanMillis * 1_000);
    Path log = directory.resolve("agent.log");
    try (Console console = new Console(new PrintWriter(Writer.nullWriter()), false, log);
        Lab lab =
            Lab.open(
                "kill",
                Scale.SMALL,
                LabAgent.options(directory, PATIENCE, Optional.empty()),
                console,
                LabAgent.command())) {
      Invariants invariants = new Invariants(lab);
      lab.atReboot(invariants::checkBetweenBoots);
      lab.startController(Download.BLOCKS);
      lab.configure(IMAGE_DATA_START_MILLIS, false);
      lab.powerOn();
      if (lab.await(0, logged(moment.line)).isEmpty()) {
        invariants.fail("the agent never said '" + moment.line + "'");
      } else {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(delayMicros));
        kill(lab, invariants, moment);
      }
      lab.powerOff();
      if (invariants.broken().isEmpty()) {
        invariants.checkUpgraded();
      }
      checks += invariants.checks();
      List<String> broken = new ArrayList<>(invariants.broken());
      if (!broken.isEmpty()) {
        broken.add("%s + %d µs; %s".formatted(moment, delayMicros, lab.timeline().log()));
      }
      return broken;
    }
  }

  private void kill(Lab lab, Invariants invariants, Moment moment) throws InterruptedException {
    int rebootsBefore = invariants.reboots();
    int from = lab.timeline().size();
    String phase = "BETWEEN_BOOTS";
    if (lab.kill()) {
      if (lab.await(from, DrillEvent.Ended.class::isInstance).isEmpty()) {
        invariants.fail("the killed agent did not end");
        return;
      }
      phase = invariants.phaseAtKill(rebootsBefore).map(UpdatePhase::name).orElse("UNREADABLE");
    }
    if (lab.await(from, logged("CAPWAP State: Run")).isEmpty()) {
      invariants.fail("the agent did not come to Run again");
      return;
    }
    killedIn.merge(moment + " " + phase, 1, Integer::sum);
    // An agent that was killed behind its last entry in the journal has nothing more to say.
    if (!phase.equals(UpdatePhase.COMMITTED.name())
        && lab.await(0, logged("Trial passed: part1 is good")).isEmpty()) {
      invariants.fail("the trial did not pass");
    }
  }

  private static Predicate<DrillEvent> logged(String part) {
    return event -> event instanceof DrillEvent.Logged line && line.line().contains(part);
  }
}
