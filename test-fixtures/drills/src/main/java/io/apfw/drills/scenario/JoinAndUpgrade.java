package io.apfw.drills.scenario;

import io.apfw.drills.check.Anchor;
import io.apfw.drills.check.Checks;
import io.apfw.drills.check.JoinLog;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote.DataChannelUp;
import io.apfw.drills.controller.ControllerNote.Irregular;
import io.apfw.drills.controller.ControllerNote.JoinAnswered;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.lab.AgentConfigFile;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.SlotLine;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way it should go: join, download, verify, activate, reboot, join again, Run, trial passed.
 * Then the controller resets the AP, which boots the confirmed slot once more, with the data
 * channel over DTLS unless it was DTLS from the start.
 */
final class JoinAndUpgrade implements Scenario {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;
  private static final List<String> TO_RUN =
      List.of("Discovery", "DTLS Setup", "Join", "Configure", "Data Check", "Run");

  @Override
  public String name() {
    return "join-and-upgrade";
  }

  @Override
  public String summary() {
    return "an AP joins, takes a 70 MB image onto its inactive partition, boots it, passes its trial";
  }

  @Override
  public Scale scale() {
    return Scale.FIELD;
  }

  @Override
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    boolean dtls = lab.options().dtlsData();
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    Disk before = Disk.of(lab);
    lab.startController(Download.BLOCKS);
    lab.configure(IMAGE_DATA_START_MILLIS, dtls);
    lab.say(AgentConfigFile.SHORTENED);
    lab.say("the data channel runs " + (dtls ? "over DTLS" : "in clear"));
    lab.powerOn();
    Optional<Timeline.Entry> passed = lab.await(0, Seen.line("Trial passed"));
    int upgraded = lab.timeline().size();
    if (passed.isPresent()) {
      resetByController(lab, seen, checks);
    }
    checks.that(
        passed.isPresent(),
        "end of the drill",
        "\"Trial passed\" within " + lab.options().timeout().toSeconds() + " s",
        seen.haltReason().map(reason -> "the AP halted: " + reason).orElse("nothing in that time"));
    lab.powerOff();
    List<SlotLine> slots = lab.ap().slots();
    checkController(lab, seen, checks, upgraded);
    checks.order(lab.timeline().log(), anchors(lab));
    before.checkUpgraded(lab, checks, slots);
    checks.equal("slots booted", List.of("part2", "part1", "part1"), seen.bootedSlots());
    checks.equal("agent's exit code after the upgrade", Optional.of(0), seen.exitCode(1));
    checks.equal("agent's exit code after the reset", Optional.of(0), seen.exitCode(2));
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    return seen.result(name(), lab, checks);
  }

  private static void resetByController(Lab lab, Seen seen, Checks checks)
      throws IOException, InterruptedException {
    int from = lab.timeline().size();
    lab.configure(IMAGE_DATA_START_MILLIS, true);
    lab.say("the controller resets the AP; in the next boot the data channel runs over DTLS");
    lab.reset();
    boolean inRun = lab.await(from, Seen.state(AcState.RUN)).isPresent();
    List<String> expected = new ArrayList<>(List.of("Reset", "DTLS Teardown"));
    expected.addAll(TO_RUN);
    checks.equal(
        "controller's states from the reset on",
        expected,
        seen.states(from, lab.timeline().size()));
    checks.that(
        inRun
            && lab.timeline()
                .find(from, Seen.note(new DataChannelUp(DataChannel.DTLS)::equals))
                .isPresent(),
        "data channel of the last boot",
        "up over DTLS",
        "not up");
  }

  private static long messages(Lab lab) {
    int block = lab.options().blockBytes();
    return (lab.ap().scale().imageBytes() + block - 1) / block;
  }

  private static int lastBlockBytes(Lab lab) {
    return (int) (lab.ap().scale().imageBytes() - (messages(lab) - 1) * lab.options().blockBytes());
  }

  private static List<Anchor> anchors(Lab lab) {
    List<Anchor> anchors =
        new ArrayList<>(
            JoinLog.success(lab.ap().scale().imageBytes(), messages(lab), lastBlockBytes(lab)));
    anchors.addAll(JoinLog.activationAndTrial());
    return anchors;
  }

  private static void checkController(Lab lab, Seen seen, Checks checks, int upgraded) {
    List<String> expected =
        new ArrayList<>(
            List.of("Discovery", "DTLS Setup", "Join", "Image Data", "Reset", "DTLS Teardown"));
    expected.addAll(TO_RUN);
    checks.equal("controller's states", expected, seen.states(0, upgraded));
    checks.equal(
        "transfer (messages, bytes, last block, result code)",
        Optional.of(
            new TransferAnswered(
                messages(lab), lab.ap().scale().imageBytes(), lastBlockBytes(lab), 0)),
        seen.first(TransferAnswered.class));
    checks.equal(
        "data channel of the first Run",
        Optional.of(lab.options().dtlsData() ? DataChannel.DTLS : DataChannel.CLEAR),
        seen.first(DataChannelUp.class).map(DataChannelUp::channel));
    checks.equal(
        "version that joined first",
        Optional.of(DrillAp.RUNNING_VERSION),
        seen.first(JoinAnswered.class).map(JoinAnswered::runningVersion));
  }
}
