package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.controller.ControllerNote.JoinAnswered;
import io.apfw.drills.lab.DtlsBend;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** A controller whose DTLS is not what an AP may hope for. */
record DtlsBendDrill(DtlsBend bend) implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  /** RFC 5415 section 4.8.6, MaxFailedDTLSSessionRetry. */
  private static final long TRIES = 3;

  @Override
  public String name() {
    return "dtls-" + bend.label();
  }

  @Override
  public String summary() {
    return bend.sentence()
        + (bend.failure().isEmpty() ? ": the AP is upgraded" : ": the AP says so and sulks");
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
    lab.secure(bend);
    lab.startController(Download.BLOCKS);
    lab.configure(IMAGE_DATA_START_MILLIS, lab.options().dtlsData());
    lab.say("the controller's DTLS: " + bend.sentence());
    lab.powerOn();
    String end = bend.failure().isEmpty() ? "Trial passed" : "CAPWAP State: Sulking$";
    checks.that(
        lab.await(0, Seen.line(end)).isPresent(),
        "end of the drill",
        "\"" + end + "\"",
        seen.haltReason().map(reason -> "the AP halted: " + reason).orElse("nothing in time"));
    lab.powerOff();
    if (bend.failure().isEmpty()) {
      before.checkUpgraded(lab, checks, lab.ap().slots());
      checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    } else {
      Pattern said = Pattern.compile(bend.failure().get());
      checks.equal(
          "lines of the agent's log with \"" + said + "\"",
          TRIES,
          lab.timeline().log().stream().filter(line -> said.matcher(line).find()).count());
      checks.equal("joins", List.of(), seen.all(JoinAnswered.class));
      before.checkUntouched(lab, checks);
    }
    if (bend == DtlsBend.LEGACY) {
      checks.that(
          lab.timeline().find(0, Seen.line("runs on DTLS 1\\.0 and RSA key transport")).isPresent(),
          "the agent's log",
          "a warning of legacy security",
          "none");
    }
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    return seen.result(name(), lab, checks);
  }
}
