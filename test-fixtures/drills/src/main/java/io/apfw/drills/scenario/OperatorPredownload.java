package io.apfw.drills.scenario;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.ac.AcLines;
import io.apfw.drills.check.Checks;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.WebServer;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.ServedFile;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What an operator types at a controller who upgrades APs in service: names the version, has all
 * fetch it, looks whether they have it, has them swap. The controller has its images by https.
 */
final class OperatorPredownload implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  @Override
  public String name() {
    return "operator-predownload";
  }

  @Override
  public String summary() {
    return "the operator has APs in Run fetch an image that is on a web server, then swap: upgraded";
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
    byte[] image = Files.readAllBytes(lab.image());
    ServedFile file = new ServedFile(image, "\"1\"");
    AcLines log = new AcLines(line -> lab.say("controller: " + line));
    try (WebServer web = WebServer.start(lab, file::answer);
        ImageServer images = ImageServer.over(web, ImageServer.PATH, List.of());
        Ac ac = Ac.start(images.controllerFile(lab, ""), new PrintWriter(log), Clock.systemUTC())) {
      images.operate(ac);
      lab.controllers().elsewhere(ac.controlAddress(), ac.dataAddress());
      lab.configure(IMAGE_DATA_START_MILLIS, lab.options().dtlsData());
      lab.powerOn();
      checks.that(
          lab.await(0, Seen.line("CAPWAP State: Run$")).isPresent(), "the AP", "in Run", "not");
      operate(ac, lab.options().timeout(), log, checks);
      InstallDrill.checkTrial(lab, checks, seen);
      lab.powerOff();
      checks.equal("bytes that the web server has sent", (long) image.length, web.moved());
    } catch (YamlException e) {
      throw new IllegalStateException("the drill's own file", e);
    }
    before.checkUpgraded(lab, checks, lab.ap().slots());
    checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    return seen.result(name(), lab, checks);
  }

  private static void operate(Ac ac, Duration patience, AcLines log, Checks checks)
      throws InterruptedException {
    ac.command("ap image predownload", true);
    checks.that(
        log.await("^% which version is not known: say image-version$", patience),
        "a predownload of no version",
        "refused, with what to do",
        "not");
    ac.command("configure terminal", true);
    ac.command("wireless profile image-download default", true);
    ac.command("image-version " + Lab.WANTED_VERSION, true);
    ac.command("end", true);
    ac.command("ap image predownload", true);
    checks.that(
        log.await("TransferAnswered\\[.*resultCode=0]$", patience),
        "the predownload",
        "the AP has the image",
        "not in time");
    ac.command("show ap image", true);
    String row =
        "^drill-ap +%s +%s +Complete +%s "
            .formatted(
                DrillAp.RUNNING_VERSION.replace(".", "\\."),
                Lab.WANTED_VERSION.replace(".", "\\."),
                Lab.WANTED_VERSION.replace(".", "\\."));
    checks.that(log.await(row, patience), "show ap image", row, "no such line");
    ac.command("ap image swap", true);
  }
}
