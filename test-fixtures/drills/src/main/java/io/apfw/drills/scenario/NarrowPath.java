package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;

/** RFC 5415 section 3.5: a router on the way swallows long packets and tells nobody. */
final class NarrowPath implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;
  private static final int MTU_BYTES = 600;

  @Override
  public String name() {
    return "narrow-path";
  }

  @Override
  public String summary() {
    return "no packet of more than 600 bytes reaches the controller: the AP finds out, is upgraded";
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
    lab.startController(Download.BLOCKS);
    lab.controllers().narrow(MTU_BYTES);
    lab.configure(IMAGE_DATA_START_MILLIS, lab.options().dtlsData());
    lab.powerOn();
    checks.that(
        lab.await(0, Seen.line("Trial passed")).isPresent(),
        "end of the drill",
        "\"Trial passed\"",
        seen.haltReason().map(reason -> "the AP halted: " + reason).orElse("nothing in time"));
    lab.powerOff();
    checks.that(
        lab.timeline().find(0, Seen.line("Path MTU to 127\\.0\\.0\\.1: 576")).isPresent(),
        "the agent's log",
        "a path MTU of 576",
        "none");
    checks.equal("datagrams of DTLS lost for their length", 0, lab.controllers().swallowed());
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    before.checkUpgraded(lab, checks, lab.ap().slots());
    return seen.result(name(), lab, checks);
  }
}
