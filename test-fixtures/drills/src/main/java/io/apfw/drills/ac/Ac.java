package io.apfw.drills.ac;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.drills.ac.AcSettings.Credentials.Certificates;
import io.apfw.drills.ac.AcSettings.Credentials.PreSharedKey;
import io.apfw.drills.ac.ImageFiles.Held;
import io.apfw.drills.ac.ImageProfile.Mode;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.drills.controller.ControllerSetup;
import io.apfw.drills.controller.LiveController;
import io.apfw.drills.controller.Tap;
import io.apfw.drills.dtls.AcIdentity;
import io.apfw.drills.dtls.Manners;
import io.apfw.drills.dtls.Psk;
import io.apfw.drills.dtls.TrustedWtp;
import io.apfw.drills.lab.DrillPki;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.trust.Pem;
import io.apfw.storage.trust.TrustStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A controller for any number of WTPs, as its file says, until it is closed. */
public final class Ac implements Closeable {
  private final AcSettings settings;
  private final AcLog log;
  private final Clock clock;
  private final ImageStore store;
  private final AcDesk desk;
  private final AcShell shell;
  private final LiveController controller;

  private Ac(AcSettings settings, AcLog log, Clock clock) throws IOException {
    this.settings = settings;
    this.log = log;
    this.clock = clock;
    Optional<String> version = version();
    store =
        new ImageStore(
            AcFetchers.of(settings.fetch()),
            new ImageCache(settings.cache().directory(), settings.cache().bytesMax(), clock),
            settings.images(),
            version,
            log::line,
            this::learned);
    desk = new AcDesk(settings.predownload(), store, log, clock);
    shell = new AcShell(settings.name(), desk);
    controller = LiveController.start(config(version.orElse("")), setup(), desk::noted);
    desk.serve(controller);
    log.line(
        "%s is listening on %s, data channel on port %d"
            .formatted(
                settings.name(),
                Syslog.shown(controller.controlAddress()),
                controller.dataAddress().getPort()));
  }

  /**
   * Starts it.
   *
   * @param out where its log goes
   * @throws YamlException with every mistake in the file
   * @throws IOException when keys or images cannot be used, or a port is taken
   */
  public static Ac start(Path file, PrintWriter out, Clock clock)
      throws YamlException, IOException {
    return new Ac(AcFile.read(file), new AcLog(out, clock), clock);
  }

  /** As the file says; or as the images say that are here, which must agree. */
  private Optional<String> version() throws IOException {
    Optional<String> wanted = settings.version();
    if (settings.images().mode() != Mode.LOCAL) {
      if (wanted.isEmpty()) {
        log.line("image.version is not set: no AP is asked for a version at Join");
      }
      return wanted;
    }
    for (Held held : ImageFiles.all(settings.images().local().orElseThrow())) {
      if (wanted.isPresent() && !wanted.get().equals(held.version())) {
        throw new IOException(
            "%s has version %s, %s is wanted: set image.version, or take it away"
                .formatted(held.file(), held.version(), wanted.get()));
      }
      wanted = Optional.of(held.version());
      log.line(
          "image %s %s, %d bytes"
              .formatted(held.image().family(), held.version(), held.image().bytes()));
    }
    return wanted;
  }

  /** From a worker, once there is an image, so long after the start. */
  private void learned(String version) {
    desk.version(version);
    log.line("the version that is wanted is " + version);
  }

  private ControllerConfig config(String version) {
    return new ControllerConfig(
            settings.name(),
            settings.seenAs(),
            version,
            Map.of(),
            settings.blockBytes(),
            ResultCode.SUCCESS,
            settings.dataChannels(),
            Download.ON_DEMAND,
            Timers.RFC5415)
        .withWindow(settings.window());
  }

  private ControllerSetup setup() throws IOException {
    AcIdentity identity;
    TrustStore trust;
    Manners manners = Manners.USUAL;
    if (settings.credentials() instanceof Certificates files) {
      identity = new AcIdentity(Pem.privateKey(files.key()), Pem.certificates(files.certificate()));
      trust = TrustStore.load(files.trust());
    } else if (settings.credentials() instanceof PreSharedKey shared) {
      // Nobody is shown this one: the cipher suites are those of the shared key.
      DrillPki unused = new DrillPki();
      identity = unused.controller();
      trust = unused.controllersTrust();
      manners = Manners.preShared(new Psk(shared.identity(), key(shared.keyFile())));
    } else {
      throw new IllegalStateException("no such credentials");
    }
    return new ControllerSetup(
        settings.control(),
        settings.data(),
        identity,
        new TrustedWtp(trust, clock),
        Map.of(),
        Tap.NONE,
        manners,
        store);
  }

  private static Octets key(Path file) throws IOException {
    try {
      return Octets.hex(Files.readString(file).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": a pre-shared key stands there in hex", e);
    }
  }

  /** Where the control channel listens. */
  public InetSocketAddress controlAddress() throws IOException {
    return controller.controlAddress();
  }

  /** Where the data channel listens. */
  public InetSocketAddress dataAddress() throws IOException {
    return controller.dataAddress();
  }

  /** What stands before the next command. */
  public String prompt() {
    return shell.prompt();
  }

  /**
   * Runs one command; from one thread.
   *
   * @param echo prints the line behind its prompt, too, as somebody would see it who has typed it
   * @return whether there may be another
   */
  public boolean command(String line, boolean echo) {
    String prompt = shell.prompt();
    List<String> answer = shell.run(line);
    log.block(echo ? Optional.of(prompt + AcShell.echo(line)) : Optional.empty(), answer);
    return !shell.over();
  }

  /** Says close_notify to all WTPs and frees the ports. */
  @Override
  public void close() {
    controller.close();
    desk.close();
    store.close();
    log.line("stopped");
  }
}
