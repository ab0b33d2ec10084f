package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A controller that bends the RFC in one way. */
record BendDrill(Bend bend) implements Scenario {
  /** Longer than RetransmitInterval, so that a request is repeated before it is given up. */
  private static final int IMAGE_DATA_START_MILLIS = 6_000;

  private static final int ATTEMPTS = 3;

  @Override
  public String name() {
    return "bend-" + bend.label();
  }

  @Override
  public String summary() {
    String outcome =
        bend.upgraded()
            ? bend.failure().isPresent() ? "the next attempt succeeds" : "the AP is upgraded"
            : "nothing is touched, asked again";
    return bend.sentence() + ": " + outcome;
  }

  @Override
  public Scale scale() {
    return Scale.SMALL;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Disk before = Disk.of(lab);
    lab.startController(Download.BLOCKS, Lab.WANTED_VERSION, Optional.of(bend));
    lab.configure(IMAGE_DATA_START_MILLIS, false);
    lab.say("the controller bends the RFC: " + bend.sentence());
    lab.powerOn();
    if (bend.failure().isPresent()) {
      checks.that(
          cameTimes(lab, Seen.line(bend.failure().get()), bend.upgraded() ? 1 : ATTEMPTS),
          "the agent's log",
          "\"" + bend.failure().get() + "\"",
          "no such line, or too few");
    }
    if (bend.upgraded()) {
      checks.that(
          lab.await(0, Seen.line("Trial passed")).isPresent(),
          "end of the drill",
          "\"Trial passed\"",
          seen.haltReason().map(reason -> "the AP halted: " + reason).orElse("nothing in time"));
    }
    lab.powerOff();
    if (bend == Bend.ZOMBIE) {
      List<Integer> ports = lab.controllers().sessionPorts();
      checks.that(
          ports.size() > 1 && ports.stream().distinct().count() == ports.size(),
          "source ports of the AP's sessions",
          "another one for each",
          ports.toString());
    }
    if (bend.upgraded()) {
      before.checkUpgraded(lab, checks, lab.ap().slots());
      checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    } else {
      before.checkUntouched(lab, checks);
      seen.checkPauses(checks);
      checks.equal("slots booted", List.of("part2"), seen.bootedSlots());
    }
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    return seen.result(name(), lab, checks);
  }

  private static boolean cameTimes(Lab lab, Predicate<DrillEvent> wanted, int times)
      throws InterruptedException {
    int from = 0;
    for (int i = 0; i < times; i++) {
      Optional<Timeline.Entry> came = lab.await(from, wanted);
      if (came.isEmpty()) {
        return false;
      }
      from = lab.timeline().entries().indexOf(came.get()) + 1;
    }
    return true;
  }
}
