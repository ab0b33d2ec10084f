package io.apfw.drills.ac;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.drills.ac.AcSettings.Credentials.Certificates;
import io.apfw.drills.ac.AcSettings.Credentials.PreSharedKey;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerNote.LogReceived;
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
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** A controller for any number of WTPs, as its file says, until it is closed. */
public final class Ac implements AutoCloseable {
  private final LiveController controller;
  private final AcLog log;

  private Ac(LiveController controller, AcLog log) {
    this.controller = controller;
    this.log = log;
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
    AcSettings settings = AcFile.read(file);
    AcLog log = new AcLog(out, clock);
    LocalImages images = LocalImages.of(settings.images());
    if (settings.version().filter(wanted -> !wanted.equals(images.version())).isPresent()) {
      throw new IOException(
          "%s has version %s, image.version is %s"
              .formatted(settings.images(), images.version(), settings.version().get()));
    }
    images
        .images()
        .values()
        .forEach(
            image ->
                log.line(
                    "image %s %s, %d bytes"
                        .formatted(image.family(), images.version(), image.bytes())));
    LiveController controller =
        LiveController.start(
            config(settings, images),
            setup(settings, images, clock),
            (peer, note) -> log.line(shown(peer) + ' ' + shown(note)));
    log.line(
        "%s is listening on %s, data channel on port %d"
            .formatted(
                settings.name(),
                shown(controller.controlAddress()),
                controller.dataAddress().getPort()));
    return new Ac(controller, log);
  }

  private static ControllerConfig config(AcSettings settings, LocalImages images) {
    return new ControllerConfig(
            settings.name(),
            settings.seenAs(),
            images.version(),
            images.images(),
            settings.blockBytes(),
            ResultCode.SUCCESS,
            settings.dataChannels(),
            Download.BLOCKS,
            Timers.RFC5415)
        .withWindow(settings.window());
  }

  private static LiveController.Setup setup(AcSettings settings, LocalImages images, Clock clock)
      throws IOException {
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
    return new LiveController.Setup(
        settings.control(),
        settings.data(),
        identity,
        new TrustedWtp(trust, clock),
        images.files(),
        Tap.NONE,
        manners);
  }

  private static Octets key(Path file) throws IOException {
    try {
      return Octets.hex(Files.readString(file).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": a pre-shared key stands there in hex", e);
    }
  }

  /** Address and port as the captured controllers write them. */
  private static String shown(InetSocketAddress address) {
    return "%s[%d]".formatted(address.getAddress().getHostAddress(), address.getPort());
  }

  /** A WTP's log may be long and is not ours. */
  private static String shown(ControllerNote note) {
    return note instanceof LogReceived log
        ? "LogReceived[%d bytes]".formatted(log.data().length())
        : note.toString();
  }

  /** Where the control channel listens. */
  public InetSocketAddress controlAddress() throws IOException {
    return controller.controlAddress();
  }

  /** Where the data channel listens. */
  public InetSocketAddress dataAddress() throws IOException {
    return controller.dataAddress();
  }

  /** Says close_notify to all WTPs and frees the ports. */
  @Override
  public void close() {
    controller.close();
    log.line("stopped");
  }
}
