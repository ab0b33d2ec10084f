package io.apfw.drills.scenario;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.ac.AcLines;
import io.apfw.drills.cloud.CloudFault;
import io.apfw.drills.cloud.CloudRules;
import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.lab.Against;
import io.apfw.drills.lab.CloudStage;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.text.Script;
import io.apfw.drills.text.Script.Cloud.Trouble;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.drills.yaml.YamlException;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a script has on the other side of its APs: a controller, its file server, or a cloud. */
final class FarSide {
  private static final int IMAGE_DATA_START_MILLIS = 30_000;
  private static final int IMPATIENT_START_MILLIS = 3_000;

  private final Script script;
  private final long seed;
  private final Lab lab;

  private FarSide(Script script, long seed, Lab lab) {
    this.script = script;
    this.seed = seed;
    this.lab = lab;
  }

  /**
   * Starts it, and configures the APs for it.
   *
   * @param seed of what is random on the way to the controller
   * @return what ends it; a controller of the laboratory's own ends with the laboratory
   */
  static Closeable open(Script script, long seed, Lab lab) throws IOException {
    FarSide side = new FarSide(script, seed, lab);
    side.spoil(script.image().flaw());
    return script.cloud().isPresent() ? side.cloud(script.cloud().get()) : side.controller();
  }

  private void spoil(Flaw flaw) throws IOException {
    if (flaw == Flaw.UNTRUSTED_SIGNER) {
      lab.signByStranger();
    } else if (flaw == Flaw.FLIPPED_BIT) {
      try (RandomAccessFile image = new RandomAccessFile(lab.image().toFile(), "rw")) {
        long at = image.length() / 2;
        image.seek(at);
        int old = image.read();
        image.seek(at);
        image.write(old ^ 1);
      }
    }
  }

  private Closeable controller() throws IOException {
    Optional<Against> against = lab.options().against();
    Closeable far = () -> {};
    int startMillis = IMAGE_DATA_START_MILLIS;
    if (script.fileServer().isPresent()) {
      Script.FileServer files = script.fileServer().get();
      far = relaying(files);
      startMillis =
          files.fault() == ImageServer.Fault.NONE
              ? IMAGE_DATA_START_MILLIS
              : IMPATIENT_START_MILLIS;
    } else if (against.isPresent()) {
      lab.against(against.get());
    } else {
      lab.startController(Download.BLOCKS, script.controller().wants(), script.controller().bend());
    }
    for (int i = 0; i < lab.machines().size(); i++) {
      lab.controllers().lay(script.network().weather(seed + i), script.network().mtu());
    }
    lab.configure(startMillis, lab.options().dtlsData());
    return far;
  }

  /** A controller that has its images from a server. */
  private Closeable relaying(Script.FileServer files) throws IOException {
    ImageServer server = ImageServer.open(lab, files.kind(), files.fault());
    AcLines log = new AcLines(line -> lab.say("controller: " + line));
    try {
      Ac ac =
          Ac.start(
              server.controllerFile(lab, script.controller().wants()),
              new PrintWriter(log),
              Clock.systemUTC());
      lab.controllers().elsewhere(ac.controlAddress(), ac.dataAddress());
      server.operate(ac);
      return () -> {
        ac.close();
        server.close();
      };
    } catch (YamlException e) {
      server.close();
      throw new IllegalStateException("the drill's own file", e);
    }
  }

  private CloudStage cloud(Script.Cloud wanted) throws IOException {
    CloudStage stage =
        CloudStage.open(
            lab,
            switch (wanted.fault()) {
              case BAD_CERTIFICATE -> CloudStage.Shown.BY_ANOTHER_ROOT;
              case WRONG_NAME -> CloudStage.Shown.FOR_ANOTHER_NAME;
              default -> CloudStage.Shown.ITS_OWN;
            });
    String version = wanted.has();
    String url =
        version.equals(Lab.WANTED_VERSION)
            ? stage.image(imageName(version), lab.image())
            : stage.url(imageName(version));
    Rule rule = new Rule(By.EVERYBODY, "", 100, Map.of(CloudStage.OWN_CLASS, url));
    boolean known = wanted.fault() != Trouble.UNKNOWN_DEVICE;
    stage.start(
        new CloudRules(
            known ? Map.of(CloudStage.SERIAL, new Device("drill", true)) : Map.of(),
            Map.of(DrillAp.HARDWARE, CloudStage.OWN_CLASS),
            version.isEmpty() ? List.of() : List.of(rule)),
        switch (wanted.fault()) {
          case REPLAYED_CHALLENGE -> CloudFault.REPLAYED_CHALLENGE;
          case SILENCE -> CloudFault.SILENCE;
          case TRUNCATED -> CloudFault.TRUNCATED;
          default -> CloudFault.NONE;
        });
    stage.configure();
    return stage;
  }

  private static String imageName(String version) {
    return "drill_" + DrillAp.FAMILY + "_" + version + "_1.tar";
  }
}
