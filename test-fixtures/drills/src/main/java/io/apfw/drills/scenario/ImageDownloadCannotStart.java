package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.check.JoinLog;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.ImageAsked;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.controller.ControllerNote.SessionEnded;
import io.apfw.drills.lab.AgentConfigFile;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.Stages;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The controller accepts the request for an image and sends no block of it. */
final class ImageDownloadCannotStart implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 3_000;
  private static final int ATTEMPTS = 3;

  @Override
  public String name() {
    return "image-download-cannot-start";
  }

  @Override
  public String summary() {
    return "the controller accepts the request and sends no block: nothing is touched, tried again";
  }

  @Override
  public Scale scale() {
    return Scale.FIELD;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Disk before = Disk.of(lab);
    lab.startController(Download.SILENCE);
    lab.configure(IMAGE_DATA_START_MILLIS, lab.options().dtlsData());
    lab.say(AgentConfigFile.SHORTENED);
    lab.say("ImageDataStartTimer " + IMAGE_DATA_START_MILLIS + " ms (30 s)");
    lab.powerOn();
    boolean triedAgain = waitForAttempts(lab);
    lab.powerOff();
    checks.that(
        triedAgain,
        "requests for the image",
        ATTEMPTS + ", one in each of as many sessions",
        seen.all(ImageAsked.class).size()
            + " in "
            + seen.all(SessionEnded.class).size()
            + " ended sessions");
    seen.checkPauses(checks);
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    checks.order(lab.timeline().log(), JoinLog.cannotStart());
    checks.equal("slots booted", List.of("part2"), seen.bootedSlots());
    before.checkUntouched(lab, checks);
    return new DrillResult(
        name(),
        0,
        0,
        0,
        1,
        lab.options().roundTripMillis(),
        new Stages(
            seen.seconds(Seen.state(AcState.DISCOVERY), Seen.state(AcState.IMAGE_DATA)),
            Stages.NONE.transfer(),
            Stages.NONE.verify(),
            Stages.NONE.activate(),
            Stages.NONE.rebootToRun()),
        seen.peakRssMiB(),
        lab.ap().slots(),
        checks.failures());
  }

  private static boolean waitForAttempts(Lab lab) throws InterruptedException {
    int from = 0;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      for (Predicate<DrillEvent> next :
          List.of(Seen.state(AcState.JOIN), Seen.note(ImageAsked.class::isInstance))) {
        Optional<Timeline.Entry> came = lab.await(from, next);
        if (came.isEmpty()) {
          return false;
        }
        from = lab.timeline().entries().indexOf(came.get()) + 1;
      }
    }
    return true;
  }
}
