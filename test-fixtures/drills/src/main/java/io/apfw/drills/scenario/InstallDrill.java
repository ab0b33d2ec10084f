package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.SftpFileServer;
import io.apfw.drills.server.TftpFault;
import io.apfw.drills.server.TftpFileServer;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * {@code apfw install --reboot} at an AP in Run, whose controller is content with what it runs.
 *
 * @param name on the command line
 * @param sentence where the image is
 * @param maker starts the server
 */
record InstallDrill(String name, String sentence, Maker maker) implements Scenario {
  /** All there are. */
  static final List<InstallDrill> ALL =
      List.of(
          new InstallDrill("tftp-install", "a TFTP server with windowsize", InstallDrill::tftp),
          new InstallDrill(
              "sftp-install", "an SFTP server whose host key is pinned", InstallDrill::sftp));

  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  /** What the operator's terminal shows in the end, where it is true. */
  private static final List<String> CLOSING =
      List.of("Successfully setup AP image.", "Image download completed.", "Archive done.");

  /** Starts a server with the lab's image. */
  @FunctionalInterface
  interface Maker {
    Place open(Lab lab) throws IOException;
  }

  /** Ends a server. */
  @FunctionalInterface
  interface Closing {
    void close() throws IOException;
  }

  /**
   * A server with the image.
   *
   * @param url where it is
   * @param keys of the agent's section {@code fetch}
   */
  record Place(String url, Map<String, Object> keys, Closing closing) {}

  private static Place tftp(Lab lab) throws IOException {
    TftpFileServer server = new TftpFileServer(Files.readAllBytes(lab.image()), TftpFault.NONE);
    return new Place(server.url("/part.tar"), Map.of(), server::close);
  }

  private static Place sftp(Lab lab) throws IOException {
    KeyPair host = ImageServer.hostKey();
    SftpFileServer server =
        new SftpFileServer(
            lab.image().toAbsolutePath().resolveSibling(""),
            host,
            List.of(),
            new SftpFileServer.Interference() {});
    return new Place(
        "sftp://%s:%s@127.0.0.1:%d/%s"
            .formatted(
                SftpFileServer.USER,
                SftpFileServer.PASSWORD.replace(" ", "%20"),
                server.port(),
                lab.image().getFileName()),
        Map.of(
            "sftpHostKeys",
            List.of(KeyUtils.getFingerPrint(BuiltinDigests.sha256, host.getPublic()))),
        server::close);
  }

  @Override
  public String summary() {
    return "apfw install from " + sentence + ": the AP is upgraded";
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
    Place place = maker.open(lab);
    try {
      bootToRun(lab, place.keys());
      install(lab, checks, place.url());
      checkTrial(lab, checks, seen);
      lab.powerOff();
    } finally {
      place.closing().close();
    }
    before.checkUpgraded(lab, checks, lab.ap().slots());
    checks.equal("slots booted", List.of("part2", "part1"), seen.bootedSlots());
    checks.equal("agent's exit code after the install", Optional.of(0), seen.exitCode(1));
    return seen.result(name, lab, checks);
  }

  /** Switches the AP on, with a controller that wants no version, and waits until it is in Run. */
  static void bootToRun(Lab lab, Map<String, Object> fetchKeys)
      throws IOException, InterruptedException {
    lab.startController(Download.BLOCKS, Lab.NO_VERSION, Optional.empty());
    lab.configure(IMAGE_DATA_START_MILLIS, fetchKeys);
    lab.powerOn();
    var unused = lab.await(0, Seen.line("CAPWAP State: Run"));
  }

  /** The operator's command, to its end. */
  static void install(Lab lab, Checks checks, String url) throws IOException, InterruptedException {
    List<String> printed = new ArrayList<>();
    lab.say("the operator: apfw install --reboot " + url.replaceFirst("//[^@/]*@", "//******@"));
    int code = lab.apfw(List.of("install", "--reboot", url), printed::add);
    checks.equal("exit code of apfw install", 0, code);
    checks.equal(
        "its last lines",
        CLOSING,
        printed.subList(Math.max(0, printed.size() - CLOSING.size()), printed.size()));
  }

  static void checkTrial(Lab lab, Checks checks, Seen seen) throws InterruptedException {
    checks.that(
        lab.await(0, Seen.line("Trial passed")).isPresent(),
        "end of the drill",
        "\"Trial passed\" within " + lab.options().timeout().toSeconds() + " s",
        seen.haltReason().map(reason -> "the AP halted: " + reason).orElse("nothing in time"));
  }
}
