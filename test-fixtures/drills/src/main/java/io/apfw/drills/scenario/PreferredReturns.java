package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.controller.ControllerNote.SessionEnded;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * RFC 5415 sections 4.6.42, 5.3 and 5.4: two controllers, and the preferred one is away a while.
 */
final class PreferredReturns implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  @Override
  public String name() {
    return "preferred-returns";
  }

  @Override
  public String summary() {
    return "in Run with a stand-in, the AP goes back once the controller it prefers answers again";
  }

  @Override
  public Scale scale() {
    return Scale.SMALL;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Seen seenByStandIn = new Seen(lab.controllers().standInTimeline());
    Disk before = Disk.of(lab);
    lab.startController(Download.BLOCKS, Lab.NO_VERSION, Optional.empty());
    lab.standIn();
    lab.configure(IMAGE_DATA_START_MILLIS, false);
    lab.controllers().takeAway();
    lab.powerOn();
    boolean served = lab.awaitStandIn(Seen.state(AcState.RUN)).isPresent();
    checks.that(served, "the AP with the stand-in", "Run", "not in time");
    checks.equal(
        "sessions with the preferred one so far", List.of(), lab.controllers().sessionPorts());
    if (served) {
      lab.comeBack();
      checks.that(
          lab.await(0, Seen.state(AcState.RUN)).isPresent(),
          "the AP with the controller that it prefers",
          "Run",
          "not in time");
    }
    lab.powerOff();
    checks.that(
        lab.timeline()
            .find(0, Seen.line("preferred controller 127\\.0\\.0\\.1 is there"))
            .isPresent(),
        "the agent's log",
        "why it leaves the stand-in",
        "no such line");
    checks.equal(
        "sessions that ended at the stand-in", 1, seenByStandIn.all(SessionEnded.class).size());
    checks.equal("slots booted", List.of("part2"), seen.bootedSlots());
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    checks.equal("the same at the stand-in", List.of(), seenByStandIn.all(Irregular.class));
    before.checkUntouched(lab, checks);
    return seen.result(name(), lab, checks);
  }
}
