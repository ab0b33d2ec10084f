package io.apfw.drills.scenario;

import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.ConfigurationAnswered;
import io.apfw.drills.controller.ControllerNote.ImageAsked;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.controller.ControllerNote.LogAnswered;
import io.apfw.drills.controller.ControllerNote.LogReceived;
import io.apfw.drills.controller.ControllerNote.ResetAnswered;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * RFC 5415 section 9.1, cases 2 to 4: all begin with a controller whose Join Response asks for
 * nothing and that has the AP fetch the image in Run.
 */
final class FirmwareInRun implements Scenario {
  /** Case 3. */
  static final Scenario PREDOWNLOAD =
      new FirmwareInRun(
          "predownload",
          "the AP fetches the image in Run, goes on, and boots it when a Reset Request names it",
          true,
          FirmwareInRun::reset);

  /** Case 2. */
  static final Scenario STORED_IMAGE =
      new FirmwareInRun(
          "stored-image",
          "the version asked for at Join is on the other slot already: no transfer, just a reboot",
          true,
          FirmwareInRun::joinAgain);

  /** Case 4. */
  static final Scenario IMAGE_PRESENT =
      new FirmwareInRun(
          "image-present",
          "asked in Run for a version that it has, the AP says so and fetches nothing",
          false,
          FirmwareInRun::askAgain);

  /** Section 9.6, after case 3. */
  static final Scenario DATA_TRANSFER =
      new FirmwareInRun(
          "data-transfer",
          "the controller reads the log of the update, from its beginning before the reboot on",
          true,
          FirmwareInRun::readLog);

  /** Figure 8 of section 9.1 without its end. */
  static final Scenario NO_RESET =
      new FirmwareInRun(
          "bend-no-reset",
          "no Reset Request after the image: the AP goes on as it is, with the next controller too",
          false,
          FirmwareInRun::joinAsItIs);

  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  /** RFC 5415 section 4.6.35: Image Already Present. */
  private static final long PRESENT = 17;

  /** What the log of an update says, in this order. */
  private static final List<String> LOG_LINES =
      List.of(
          "Controller " + Lab.WANTED_VERSION,
          "Script PRECHECK",
          "Image Data Request sent to",
          "Image manifest accepted: version " + Lab.WANTED_VERSION,
          "Image signing verify success.",
          "activate part1",
          "Rebooting",
          "Trial of part1",
          "Trial passed");

  /** What follows the fetch. */
  @FunctionalInterface
  private interface Sequel {
    void run(Lab lab, Seen seen, Checks checks) throws IOException, InterruptedException;
  }

  private final String name;
  private final String summary;
  private final boolean upgraded;
  private final Sequel sequel;

  private FirmwareInRun(String name, String summary, boolean upgraded, Sequel sequel) {
    this.name = name;
    this.summary = summary;
    this.upgraded = upgraded;
    this.sequel = sequel;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return summary;
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
    lab.startController(Download.BLOCKS, Lab.NO_VERSION, Optional.empty());
    lab.configure(IMAGE_DATA_START_MILLIS, lab.options().dtlsData());
    lab.powerOn();
    boolean fetched = false;
    if (lab.await(0, Seen.line("CAPWAP State: Run$")).isPresent()) {
      lab.predownload(Lab.WANTED_VERSION);
      fetched = lab.await(0, Seen.note(TransferAnswered.class::isInstance)).isPresent();
    }
    checks.that(fetched, "the image", "fetched in Run", "not");
    if (fetched) {
      checks.equal("first in boot order", SlotId.PART2, lab.ap().environment().read().first());
      sequel.run(lab, seen, checks);
    }
    lab.powerOff();
    if (upgraded) {
      before.checkUpgraded(lab, checks, lab.ap().slots());
    } else {
      before.checkStored(lab, checks);
    }
    checks.equal(
        "slots booted",
        upgraded ? List.of("part2", "part1") : List.of("part2"),
        seen.bootedSlots());
    checks.equal("requests for the image", 1, seen.all(ImageAsked.class).size());
    checks.equal(
        "the WTP's verdict",
        Optional.of(0L),
        seen.first(TransferAnswered.class).map(TransferAnswered::resultCode));
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    return seen.result(name, lab, checks);
  }

  private static void reset(Lab lab, Seen seen, Checks checks) throws InterruptedException {
    int from = lab.timeline().size();
    lab.resetTo(Lab.WANTED_VERSION);
    trialPassed(lab, checks, from);
    checks.equal(
        "answer to the Reset Request",
        Optional.of(new ResetAnswered(0)),
        seen.first(ResetAnswered.class));
  }

  private static void readLog(Lab lab, Seen seen, Checks checks) throws InterruptedException {
    reset(lab, seen, checks);
    int from = lab.timeline().size();
    lab.askForLog();
    boolean whole =
        lab.await(
                from,
                Seen.note(
                    note ->
                        note instanceof LogReceived part
                            && part.dataType() == DataTransferData.LAST))
            .isPresent();
    checks.that(whole, "the log", "sent to its end", seen.all(LogReceived.class).toString());
    checks.equal(
        "answer to the Data Transfer Request",
        Optional.of(new LogAnswered(0)),
        seen.first(LogAnswered.class));
    String log =
        seen.all(LogReceived.class).stream()
            .map(part -> part.data().utf8())
            .collect(Collectors.joining());
    int at = 0;
    for (String line : LOG_LINES) {
      int next = log.indexOf(line, at);
      checks.that(next >= 0, "the log, after its first " + at + " characters", line, log);
      at = Math.max(at, next);
    }
  }

  private static void joinAgain(Lab lab, Seen seen, Checks checks)
      throws IOException, InterruptedException {
    int from = lab.timeline().size();
    lab.replaceController(Lab.WANTED_VERSION);
    trialPassed(lab, checks, from);
    checks.equal("Reset Requests", List.of(), seen.all(ResetAnswered.class));
  }

  private static void joinAsItIs(Lab lab, Seen seen, Checks checks)
      throws IOException, InterruptedException {
    int from = lab.timeline().size();
    lab.replaceController(Lab.NO_VERSION);
    checks.that(
        lab.await(from, Seen.line("CAPWAP State: Run$")).isPresent(),
        "the AP with the next controller",
        "Run",
        "not in time");
    checks.equal("first in boot order", SlotId.PART2, lab.ap().environment().read().first());
    checks.equal("Reset Requests", List.of(), seen.all(ResetAnswered.class));
  }

  private static void askAgain(Lab lab, Seen seen, Checks checks) throws InterruptedException {
    for (String version : List.of(Lab.WANTED_VERSION, DrillAp.RUNNING_VERSION)) {
      int from = lab.timeline().size();
      lab.predownload(version);
      checks.that(
          lab.await(from, Seen.note(new ConfigurationAnswered(PRESENT)::equals)).isPresent(),
          "answer to the request for " + version,
          "result code " + PRESENT,
          seen.all(ConfigurationAnswered.class).toString());
    }
  }

  private static void trialPassed(Lab lab, Checks checks, int from) throws InterruptedException {
    checks.that(
        lab.await(from, Seen.line("Trial passed")).isPresent(),
        "end of the drill",
        "\"Trial passed\"",
        "nothing in time");
  }
}
