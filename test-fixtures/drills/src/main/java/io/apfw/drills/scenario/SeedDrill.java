package io.apfw.drills.scenario;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.ac.AcLines;
import io.apfw.drills.check.Checks;
import io.apfw.drills.check.ControllerLog;
import io.apfw.drills.check.JoinLog;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.Scale;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.server.SftpFileServer;
import io.apfw.drills.server.TftpFault;
import io.apfw.drills.server.TftpFileServer;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * An AP whose controller has its images on a server, as in the vendor's document 221705: the right
 * path once, and what went wrong there.
 *
 * @param name on the command line
 * @param sentence what it shows
 * @param path under which the operator believes the images to be
 * @param maker starts the server
 * @param words why the controller has no image, as the captures say it; empty when it has
 */
record SeedDrill(String name, String sentence, String path, Maker maker, Optional<String> words)
    implements Scenario {
  private static final String NO_FILE = "No such file or directory";

  /** All there are. */
  static final List<SeedDrill> ALL =
      List.of(
          new SeedDrill(
              "seed-003-wrong-sftp-path",
              "the controller has no image from SFTP, the path is wrong: nothing is touched",
              "Documents/Wrong-Path",
              SeedDrill::sftp,
              Optional.of(NO_FILE)),
          new SeedDrill(
              "seed-003-wrong-tftp-path",
              "the controller has no image from TFTP, the path is wrong: nothing is touched",
              "Wrong-Path",
              lab -> tftp(TftpFault.MISSING),
              Optional.of(NO_FILE)),
          new SeedDrill(
              "seed-003-unreachable",
              "the controller's TFTP server does not answer, it times out: nothing is touched",
              "EWC/17_9_4a",
              lab -> tftp(TftpFault.SILENT),
              Optional.of("Timed out")),
          new SeedDrill(
              "seed-003-success",
              "the controller fetches its image from SFTP and relays it: the AP is upgraded",
              "Documents/sftp_files/EWC_17_9_4a",
              SeedDrill::sftp,
              Optional.empty()));

  private static final int IMAGE_DATA_START_MILLIS = 3_000;
  private static final int PATIENT_MILLIS = 30_000;
  private static final String GOOD_PATH = "Documents/sftp_files/EWC_17_9_4a";

  /** Starts a server. */
  @FunctionalInterface
  interface Maker {
    Place open(Lab lab) throws IOException;
  }

  /** Ends it. */
  @FunctionalInterface
  interface Closing {
    void close() throws IOException;
  }

  /**
   * A server.
   *
   * @param scheme {@code tftp} or {@code sftp}
   * @param fetchKeys of the controller's section {@code fetch}, in braces
   * @param login what the operator says beside server and path
   */
  private record Place(
      String scheme, int port, String fetchKeys, List<String> login, Closing closing) {}

  private static Place tftp(TftpFault fault) throws IOException {
    TftpFileServer server = new TftpFileServer(new byte[0], fault);
    int port = URI.create(server.url("/")).getPort();
    return new Place(
        "tftp", port, "{tftpTimeoutSeconds: 1, tftpRepetitionsMax: 0}", List.of(), server::close);
  }

  private static Place sftp(Lab lab) throws IOException {
    Path root = lab.scratch().resolve("sftp");
    Path images = Files.createDirectories(root.resolve(GOOD_PATH));
    Files.copy(lab.image(), images.resolve(DrillAp.FAMILY));
    KeyPair host = InstallDrill.hostKey();
    SftpFileServer server =
        new SftpFileServer(root, host, List.of(), new SftpFileServer.Interference() {});
    return new Place(
        "sftp",
        server.port(),
        "{sftpHostKeys: [\"%s\"]}"
            .formatted(KeyUtils.getFingerPrint(BuiltinDigests.sha256, host.getPublic())),
        List.of(
            "sftp-username " + SftpFileServer.USER, "sftp-password 0 " + SftpFileServer.PASSWORD),
        server::close);
  }

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
    Place place = maker.open(lab);
    AcLines log = new AcLines(line -> lab.say("controller: " + line));
    try (Ac ac = Ac.start(file(lab, place), new PrintWriter(log), Clock.systemUTC())) {
      lab.controllers().elsewhere(ac.controlAddress(), ac.dataAddress());
      operate(ac, place);
      lab.configure(
          words.isPresent() ? IMAGE_DATA_START_MILLIS : PATIENT_MILLIS, lab.options().dtlsData());
      lab.powerOn();
      String url = url(place);
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
    } finally {
      place.closing().close();
    }
    checks.that(
        log.all().stream().noneMatch(line -> line.contains(SftpFileServer.PASSWORD)),
        "the password in the controller's log",
        "nowhere",
        "there it is");
    return seen.result(name, lab, checks);
  }

  private static Path file(Lab lab, Place place) throws IOException {
    Path keys = lab.scratch().resolve("keys");
    lab.writeKeys(keys);
    return Files.writeString(
        lab.scratch().resolve("ac.yaml"),
        """
        name: 9120-EWC
        listen: {controlPort: 0, dataPort: 0}
        dtls: {key: keys/ac.key, certificate: keys/ac.pem, trust: keys/network-roots.pem}
        image: {mode: %s, server: localhost, port: %d%s, version: %s, blockBytes: %d}
        fetch: %s
        """
            .formatted(
                place.scheme(),
                place.port(),
                place.scheme().equals("sftp") ? ", user: nobody" : "",
                Lab.WANTED_VERSION,
                lab.options().blockBytes(),
                place.fetchKeys()));
  }

  /** The lines of the document. */
  private void operate(Ac ac, Place place) {
    ac.command("configure terminal", true);
    ac.command("wireless profile image-download default", true);
    ac.command("image-download-mode " + place.scheme(), true);
    ac.command(place.scheme() + "-image-server 127.0.0.1", true);
    ac.command(place.scheme() + "-image-path " + path, true);
    place.login().forEach(line -> ac.command(line, true));
    ac.command("end", true);
  }

  private String url(Place place) {
    String user = place.scheme().equals("sftp") ? "******@" : "";
    return "%s://%s127.0.0.1:%d/%s/%s"
        .formatted(place.scheme(), user, place.port(), path, DrillAp.FAMILY);
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
