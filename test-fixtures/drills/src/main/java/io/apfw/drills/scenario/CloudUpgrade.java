package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.cloud.CloudFault;
import io.apfw.drills.cloud.CloudRules;
import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.drills.lab.CloudStage;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cloud's way: real TLS, a real image, the slots of join-and-upgrade, no controller. */
final class CloudUpgrade implements Scenario {
  @Override
  public String name() {
    return "cloud-upgrade";
  }

  @Override
  public String summary() {
    return "a cloud's new version is fetched, booted from the inactive partition, proved by the cloud";
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
    try (CloudStage stage = CloudStage.open(lab, CloudStage.Shown.ITS_OWN)) {
      String url = stage.image("drill_ap1g8_" + Lab.WANTED_VERSION + "_1.tar", lab.image());
      stage.start(
          new CloudRules(
              Map.of(CloudStage.SERIAL, new Device("drill", true)),
              Map.of(DrillAp.HARDWARE, CloudStage.OWN_CLASS),
              List.of(new Rule(By.EVERYBODY, "", 100, Map.of(CloudStage.OWN_CLASS, url)))),
          CloudFault.NONE);
      stage.configure();
      lab.powerOn();
      checks.that(
          lab.await(0, Seen.line("Trial passed")).isPresent(),
          "end of the drill",
          "\"Trial passed\" within " + lab.options().timeout().toSeconds() + " s",
          seen.haltReason().map(reason -> "the AP halted: " + reason).orElse("nothing in time"));
      lab.powerOff();
    }
    before.checkUpgraded(lab, checks, lab.ap().slots());
    checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    checks.equal("agent's exit code after the upgrade", Optional.of(0), seen.exitCode(1));
    return seen.result(name(), lab, checks);
  }
}
