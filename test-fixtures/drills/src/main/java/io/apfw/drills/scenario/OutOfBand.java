package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.ImageAsked;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.controller.ControllerNote.LocationTold;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.WebServer;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.HttpFileServer.Question;
import io.apfw.drills.server.HttpFileServer.Reply;
import io.apfw.drills.server.ServedFile;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;

/**
 * A controller whose Image Data Response says where the image is, on a web server with TLS.
 *
 * @param name on the command line
 * @param summary what it shows
 * @param there whether the server has the image
 */
record OutOfBand(String name, String summary, boolean there) implements Scenario {
  /** All there are. */
  static final List<OutOfBand> ALL =
      List.of(
          new OutOfBand(
              "out-of-band",
              "the controller names an https URL in place of blocks: the AP is upgraded from there",
              true),
          new OutOfBand(
              "out-of-band-falls-back",
              "nothing is at the URL that the controller names: the AP asks for blocks, is upgraded",
              false));

  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  @Override
  public Scale scale() {
    return Scale.SMALL;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Disk before = Disk.of(lab);
    ServedFile file = new ServedFile(Files.readAllBytes(lab.image()), "\"1\"");
    long fetched;
    try (WebServer web = WebServer.start(lab, (question, reply) -> answer(file, question, reply))) {
      lab.controllers().locate(web.url());
      lab.startController(Download.BLOCKS);
      lab.configure(IMAGE_DATA_START_MILLIS, web.agentKeys());
      lab.powerOn();
      InstallDrill.checkTrial(lab, checks, seen);
      lab.powerOff();
      fetched = web.moved();
    }
    lab.say(fetched + " bytes came by https, " + lab.controllers().sentBytes() + " by CAPWAP");
    checkWay(lab, checks, seen, fetched);
    checks.equal("locations told", 1, seen.all(LocationTold.class).size());
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    before.checkUpgraded(lab, checks, lab.ap().slots());
    checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    return seen.result(name, lab, checks);
  }

  private void answer(ServedFile file, Question question, Reply reply) throws IOException {
    if (there) {
      file.answer(question, reply);
    } else {
      reply.head("404 Not Found", "Content-Length: 0");
    }
  }

  private void checkWay(Lab lab, Checks checks, Seen seen, long fetched) {
    checks.equal(
        "requests for the image",
        Collections.nCopies(there ? 1 : 2, 0L),
        seen.all(ImageAsked.class).stream().map(ImageAsked::resultCode).toList());
    checks.equal(
        "verdicts on blocks",
        there ? List.of() : List.of(0L),
        seen.all(TransferAnswered.class).stream().map(TransferAnswered::resultCode).toList());
    checks.that(
        there == (fetched > 0), "bytes by https", there ? "some" : "none", Long.toString(fetched));
    checks.equal("the controller sent no block", there, lab.controllers().sentBytes() == 0);
    checks.equal(
        "the agent's log says that it fell back",
        !there,
        lab.timeline()
            .find(0, Seen.line("E211 FILE_NOT_FOUND.*: asking .* for its blocks"))
            .isPresent());
    checks.equal("sessions", 2, lab.controllers().sessionPorts().size());
  }
}
