package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.cloud.CloudFault;
import io.apfw.drills.cloud.CloudNote;
import io.apfw.drills.cloud.CloudRules;
import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.drills.lab.CloudStage;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.DrillEvent;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.lab.Timeline;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A cloud check that changes nothing on the AP, for one reason or another.
 *
 * @param name on the command line
 * @param sentence what the cloud does
 * @param shown what its server shows
 * @param fault what it does wrong
 * @param rules what its customer has set up there
 * @param lines what the agent's log must have, in this order
 * @param code of the cloud's decisions; empty when it must not be told anything
 */
record CloudDrill(
    String name,
    String sentence,
    CloudStage.Shown shown,
    CloudFault fault,
    Function<CloudStage, CloudRules> rules,
    List<String> lines,
    Optional<String> code)
    implements Scenario {
  private static final String FOLDER = "drill";
  private static final Device KNOWN = new Device(FOLDER, true);
  private static final Map<String, Device> DEVICES =
      Map.of(CloudStage.SERIAL, KNOWN, "CJ0080398", KNOWN, "CK0028642", KNOWN);
  private static final Map<String, String> CLASSES =
      Map.of(DrillAp.HARDWARE, CloudStage.OWN_CLASS, "AP-115", "26", "AP-215", "25");
  private static final String STAYING = "no new version, staying on " + DrillAp.RUNNING_VERSION;

  /** All there are. */
  static final List<CloudDrill> ALL =
      List.of(
          new CloudDrill(
              "cloud-no-new-version",
              "the cloud has the version that runs",
              CloudStage.Shown.ITS_OWN,
              CloudFault.NONE,
              CloudDrill::running,
              List.of(STAYING),
              Optional.of("success")),
          new CloudDrill(
              "cloud-one-of-three",
              "a cluster of three models, another of which has a new version",
              CloudStage.Shown.ITS_OWN,
              CloudFault.NONE,
              CloudDrill::newForAnotherModel,
              List.of(
                  DrillAp.HARDWARE + " \\S+, image class " + CloudStage.OWN_CLASS + ": no image",
                  "AP-115 \\S+, image class 26: version " + Lab.WANTED_VERSION + " at http://",
                  "AP-215 \\S+, image class Centaurus: no image",
                  STAYING),
              Optional.of("success")),
          new CloudDrill(
              "cloud-refused-device",
              "the cloud does not know the AP",
              CloudStage.Shown.ITS_OWN,
              CloudFault.NONE,
              stage -> new CloudRules(Map.of(), CLASSES, List.of()),
              List.of("E421 NO_DEVICE: .*X-Status-Code fail-prov-no-device"),
              Optional.of("fail-prov-no-device")),
          new CloudDrill(
              "cloud-bad-certificate",
              "the cloud's certificate is by a root that the AP does not trust",
              CloudStage.Shown.BY_ANOTHER_ROOT,
              CloudFault.NONE,
              CloudDrill::running,
              List.of("E404 CLOUD_CERTIFICATE: "),
              Optional.empty()),
          new CloudDrill(
              "cloud-name-mismatch",
              "the cloud's certificate is for another name",
              CloudStage.Shown.FOR_ANOTHER_NAME,
              CloudFault.NONE,
              CloudDrill::running,
              List.of("E405 CLOUD_NAME: .*wanted '" + CloudStage.DOMAIN + "'.*another\\.example"),
              Optional.empty()),
          new CloudDrill(
              "cloud-challenge-replayed",
              "the cloud gives the same challenge again, and gets no second proof",
              CloudStage.Shown.ITS_OWN,
              CloudFault.REPLAYED_CHALLENGE,
              CloudDrill::running,
              List.of(STAYING, "E415 CHALLENGE_REPLAYED: "),
              Optional.of("success")),
          new CloudDrill(
              "cloud-slow-server",
              "the cloud takes the proof and does not answer",
              CloudStage.Shown.ITS_OWN,
              CloudFault.SILENCE,
              CloudDrill::running,
              List.of("E402 CLOUD_TIMEOUT: "),
              Optional.of("success")),
          new CloudDrill(
              "cloud-truncated-answer",
              "the cloud's answer ends in the middle",
              CloudStage.Shown.ITS_OWN,
              CloudFault.TRUNCATED,
              CloudDrill::running,
              List.of("E410 ANSWER_TRUNCATED: "),
              Optional.of("success")));

  private static CloudRules running(CloudStage stage) {
    String url = stage.url("drill_ap1g8_" + DrillAp.RUNNING_VERSION + "_1.tar");
    return new CloudRules(
        DEVICES,
        CLASSES,
        List.of(new Rule(By.MODEL, DrillAp.HARDWARE, 100, Map.of(CloudStage.OWN_CLASS, url))));
  }

  private static CloudRules newForAnotherModel(CloudStage stage) {
    String url = stage.url("drill_Aries_" + Lab.WANTED_VERSION + "_1.tar");
    return new CloudRules(
        DEVICES, CLASSES, List.of(new Rule(By.FOLDER, FOLDER, 100, Map.of("26", url))));
  }

  @Override
  public String summary() {
    return sentence + ": nothing is touched";
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
    try (CloudStage stage = CloudStage.open(lab, shown)) {
      stage.start(rules.apply(stage), fault);
      stage.configure();
      lab.say("the cloud: " + sentence);
      lab.powerOn();
      int from = 0;
      for (String line : lines) {
        Optional<Timeline.Entry> came = lab.await(from, Seen.line("awc\\[[0-9]+\\]: " + line));
        checks.that(
            came.isPresent(), "the agent's log", "\"" + line + "\"", "no such line in time");
        if (came.isPresent()) {
          from = lab.timeline().entries().indexOf(came.get()) + 1;
        }
      }
      lab.powerOff();
    }
    checkCloud(lab, checks);
    before.checkUntouched(lab, checks);
    checks.equal("slots booted", List.of("part2"), seen.bootedSlots());
    return seen.result(name, lab, checks);
  }

  private void checkCloud(Lab lab, Checks checks) {
    Predicate<DrillEvent> cloud = DrillEvent.CloudNoted.class::isInstance;
    List<CloudNote> notes =
        lab.timeline().entries().stream()
            .filter(entry -> cloud.test(entry.event()))
            .map(entry -> ((DrillEvent.CloudNoted) entry.event()).note())
            .toList();
    List<String> codes =
        notes.stream()
            .filter(CloudNote.Answered.class::isInstance)
            .map(note -> ((CloudNote.Answered) note).code())
            .distinct()
            .toList();
    checks.equal("the cloud's decisions", code.stream().toList(), codes);
    if (code.isEmpty()) {
      checks.equal("what the cloud was told", List.of(), notes);
    }
  }
}
