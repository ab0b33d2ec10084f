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
import io.apfw.drills.controller.ControllerNote.LastBlockSent;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.controller.ControllerNote.TransferStarted;
import io.apfw.drills.lab.AgentConfigFile;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.SlotLine;
import io.apfw.drills.report.Stages;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
  public DrillResult run(Lab lab) throws IOException, StorageException, InterruptedException {
    boolean dtls = lab.options().dtlsData();
    Checks checks = new Checks();
    Seen seen = new Seen(lab.timeline());
    String part2Before = lab.ap().wholeSha256(SlotId.PART2);
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
    checkDisk(lab, checks, part2Before, slots);
    checks.equal("slots booted", List.of("part2", "part1", "part1"), seen.bootedSlots());
    checks.equal("agent's exit code after the upgrade", Optional.of(0), seen.exitCode(1));
    checks.equal("agent's exit code after the reset", Optional.of(0), seen.exitCode(2));
    checks.equal("messages against the RFC's grammar", List.of(), seen.all(Irregular.class));
    Optional<TransferAnswered> transfer = seen.first(TransferAnswered.class);
    return new DrillResult(
        name(),
        transfer.map(TransferAnswered::bytes).orElse(0L),
        transfer.map(TransferAnswered::messages).orElse(0L),
        transfer.map(TransferAnswered::lastBlockBytes).orElse(0),
        stages(seen),
        seen.peakRssMiB(),
        slots,
        checks.failures());
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
    return (Lab.IMAGE_BYTES + block - 1) / block;
  }

  private static int lastBlockBytes(Lab lab) {
    return (int) (Lab.IMAGE_BYTES - (messages(lab) - 1) * lab.options().blockBytes());
  }

  private static List<Anchor> anchors(Lab lab) {
    List<Anchor> anchors =
        new ArrayList<>(JoinLog.success(Lab.IMAGE_BYTES, messages(lab), lastBlockBytes(lab)));
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
        Optional.of(new TransferAnswered(messages(lab), Lab.IMAGE_BYTES, lastBlockBytes(lab), 0)),
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

  private static void checkDisk(Lab lab, Checks checks, String part2Before, List<SlotLine> slots)
      throws IOException, StorageException {
    checks.equal(
        "SHA-256 of part1 over the payload's size",
        lab.manifest().payloadSha256(),
        lab.ap().sha256(SlotId.PART1, lab.manifest().payloadBytes()));
    checks.equal("SHA-256 of all of part2", part2Before, lab.ap().wholeSha256(SlotId.PART2));
    checks.equal(
        "boot environment",
        new BootEnvironment(SlotId.PART1, BootEntry.GOOD, BootEntry.GOOD),
        lab.ap().environment().read());
    JournalEntry journal = lab.ap().journal();
    checks.equal("journal's phase", UpdatePhase.COMMITTED, journal.phase());
    checks.equal("journal's target", Optional.of(SlotId.PART1), journal.target());
    SlotLine part1 = slots.get(0);
    checks.equal("part1's version", Lab.WANTED_VERSION, part1.version());
    checks.equal("part1's state", "GOOD", part1.state());
    checks.that(part1.active(), "part1", "the slot that runs", "not");
    checks.equal("part2's version", DrillAp.RUNNING_VERSION, slots.get(1).version());
    checks.equal("part2's state", "GOOD", slots.get(1).state());
  }

  private static Stages stages(Seen seen) {
    Predicate<DrillEvent> firstAgentEnded =
        event -> event instanceof DrillEvent.Ended ended && ended.boot() == 1;
    Predicate<DrillEvent> answered = Seen.note(TransferAnswered.class::isInstance);
    Predicate<DrillEvent> lastSent = Seen.note(LastBlockSent.class::isInstance);
    return new Stages(
        seen.seconds(Seen.state(AcState.DISCOVERY), Seen.note(JoinAnswered.class::isInstance)),
        seen.seconds(Seen.note(TransferStarted.class::isInstance), lastSent),
        seen.seconds(lastSent, answered),
        seen.seconds(answered, firstAgentEnded),
        seen.seconds(firstAgentEnded, Seen.state(AcState.RUN)));
  }
}
