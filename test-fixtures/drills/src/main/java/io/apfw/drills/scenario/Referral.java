package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** RFC 5415 sections 4.6.2 and 4.6.35: a controller that is full says where another is. */
final class Referral implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  @Override
  public String name() {
    return "referral";
  }

  @Override
  public String summary() {
    return "the one controller that the AP knows refuses it and names another: the AP goes there";
  }

  @Override
  public Scale scale() {
    return Scale.SMALL;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Seen seenElsewhere = new Seen(lab.controllers().standInTimeline());
    Disk before = Disk.of(lab);
    lab.controllers().refer();
    lab.startController(Download.BLOCKS, Lab.NO_VERSION, Optional.empty());
    lab.configure(IMAGE_DATA_START_MILLIS, false);
    lab.standIn();
    lab.powerOn();
    checks.that(
        lab.awaitStandIn(Seen.state(AcState.RUN)).isPresent(),
        "the AP with the controller that it was sent to",
        "Run",
        "not in time");
    lab.powerOff();
    checks.that(
        lab.timeline().find(0, Seen.line("Join Request from .* with result code: 1")).isPresent(),
        "the agent's log",
        "that it was refused with code 1",
        "no such line");
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    checks.equal("the same elsewhere", List.of(), seenElsewhere.all(Irregular.class));
    before.checkUntouched(lab, checks);
    return seen.result(name(), lab, checks);
  }
}
