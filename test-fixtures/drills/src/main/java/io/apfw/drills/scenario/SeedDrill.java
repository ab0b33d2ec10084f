package io.apfw.drills.scenario;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.ac.AcLines;
import io.apfw.drills.check.Checks;
import io.apfw.drills.check.ControllerLog;
import io.apfw.drills.check.JoinLog;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.lab.ImageServer.Fault;
import io.apfw.drills.lab.ImageServer.Kind;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.SftpFileServer;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An AP whose controller has its images on a server, as in the vendor's document 221705: the right
 * path once, and what went wrong there.
 *
 * @param name on the command line
 * @param sentence what it shows
 * @param kind the server's protocol
 * @param fault what is wrong
 * @param path under which the operator believes the images to be
 * @param words why the controller has no image, as the captures say it; empty when it has
 */
record SeedDrill(
    String name, String sentence, Kind kind, Fault fault, String path, Optional<String> words)
    implements Scenario {
  private static final String NO_FILE = "No such file or directory";

  /** All there are. */
  static final List<SeedDrill> ALL =
      List.of(
          new SeedDrill(
              "seed-003-wrong-sftp-path",
              "the controller has no image from SFTP, the path is wrong: nothing is touched",
              Kind.SFTP,
              Fault.WRONG_PATH,
              "Documents/Wrong-Path",
              Optional.of(NO_FILE)),
          new SeedDrill(
              "seed-003-wrong-tftp-path",
              "the controller has no image from TFTP, the path is wrong: nothing is touched",
              Kind.TFTP,
              Fault.WRONG_PATH,
              "Wrong-Path",
              Optional.of(NO_FILE)),
          new SeedDrill(
              "seed-003-unreachable",
              "the controller's TFTP server does not answer, it times out: nothing is touched",
              Kind.TFTP,
              Fault.SILENT,
              "EWC/17_9_4a",
              Optional.of("Timed out")),
          new SeedDrill(
              "seed-003-success",
              "the controller fetches its image from SFTP and relays it: the AP is upgraded",
              Kind.SFTP,
              Fault.NONE,
              ImageServer.PATH,
              Optional.empty()));

  private static final int IMAGE_DATA_START_MILLIS = 3_000;
  private static final int PATIENT_MILLIS = 30_000;

  @Override
  public String summary() {
    return sentence;
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
    AcLines log = new AcLines(line -> lab.say("controller: " + line));
    try (ImageServer server = ImageServer.open(lab, kind, fault, path);
        Ac ac =
            Ac.start(
                server.controllerFile(lab, Lab.WANTED_VERSION),
                new PrintWriter(log),
                Clock.systemUTC())) {
      lab.controllers().elsewhere(ac.controlAddress(), ac.dataAddress());
      server.operate(ac);
      lab.configure(
          words.isPresent() ? IMAGE_DATA_START_MILLIS : PATIENT_MILLIS, lab.options().dtlsData());
      lab.powerOn();
      String url = server.url();
      if (words.isPresent()) {
        checkFailure(lab, checks, log, url);
        before.checkUntouched(lab, checks);
        checks.equal("slots booted", List.of("part2"), seen.bootedSlots());
      } else {
        checkSuccess(lab, checks, seen, log, url);
        before.checkUpgraded(lab, checks, lab.ap().slots());
        checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
      }
    } catch (YamlException e) {
      throw new IllegalStateException("the drill's own file", e);
    }
    checks.that(
        log.all().stream().noneMatch(line -> line.contains(SftpFileServer.PASSWORD)),
        "the password in the controller's log",
        "nowhere",
        "there it is");
    return seen.result(name, lab, checks);
  }

  private void checkFailure(Lab lab, Checks checks, AcLines log, String url)
      throws InterruptedException {
    Duration patience = lab.options().timeout();
    checks.that(
        log.await("Disjoined Image Download Failed$", patience)
            && log.await("Failed to install_add package", patience)
            && lab.await(0, Seen.line("Discarding msg CAPWAP_WTP_EVENT_REQUEST")).isPresent(),
        "end of the drill",
        "the AP gives up, and the controller",
        "not in time");
    lab.powerOff();
    checks.order(log.all(), ControllerLog.failure(url, words.orElseThrow()));
    checks.order(log.all(), ControllerLog.givenUp());
    checks.order(lab.timeline().log(), JoinLog.cannotStart());
  }

  private static void checkSuccess(Lab lab, Checks checks, Seen seen, AcLines log, String url)
      throws InterruptedException {
    InstallDrill.checkTrial(lab, checks, seen);
    lab.powerOff();
    checks.order(log.all(), ControllerLog.success(url));
    checks.order(lab.timeline().log(), JoinLog.activationAndTrial());
    checks.that(
        log.all().stream().noneMatch(line -> line.contains("Disjoined Image Download Failed")),
        "failed downloads",
        "none",
        "one at least");
  }
}
