package io.apfw.drills.lab;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerSetup;
import io.apfw.drills.controller.ImageFile;
import io.apfw.drills.controller.LiveController;
import io.apfw.drills.dtls.TrustedWtp;
import io.apfw.drills.net.UdpRelay;
import io.apfw.drills.net.Weather;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What stands on the other side of an AP: its controller, another one, and the way to it. */
public final class ControllerSide {
  private static final String FIRST = "127.0.0.1";
  private static final String STAND_IN = "127.0.0.2";
  private static final int CONTROL_PORT = 5246;
  private static final int DATA_PORT = 5247;
  private static final int FREE_PORTS_ATTEMPTS_MAX = 50;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int DTLS_PREAMBLE = 1;
  private static final Timers SHORT_ECHO =
      new Timers(
          Timers.RFC5415.waitJoin(),
          Timers.RFC5415.changeStatePending(),
          Timers.RFC5415.dataCheck(),
          Duration.ofSeconds(2),
          Timers.RFC5415.wtpSilence(),
          Timers.RFC5415.retransmitInterval(),
          Timers.RFC5415.maxRetransmit());

  private final LabOptions options;
  private final Scale scale;
  private final Path imageFile;
  private final DrillPki pki;
  private final Consumer<String> say;
  private final Consumer<ControllerNote> notes;
  private final List<Integer> sessionPorts = new CopyOnWriteArrayList<>();
  private final Timeline standInTimeline = new Timeline();
  private final AtomicInteger swallowed = new AtomicInteger();
  private Optional<Bend> bend = Optional.empty();
  private boolean refers;
  private Optional<ImageLocation> location = Optional.empty();
  private @Nullable LiveController controller;
  private @Nullable LiveController standIn;
  private final List<Way> ways = new ArrayList<>();
  private int controlPort;
  private int dataPort;
  private @Nullable Elsewhere elsewhere;

  /** A controller that somebody else runs. */
  private record Elsewhere(InetSocketAddress control, InetSocketAddress data) {}

  ControllerSide(
      LabOptions options,
      Scale scale,
      Path imageFile,
      DrillPki pki,
      Consumer<String> say,
      Consumer<ControllerNote> notes) {
    this.options = options;
    this.scale = scale;
    this.imageFile = imageFile;
    this.pki = pki;
    this.say = say;
    this.notes = notes;
  }

  void start(Download download, String version, Optional<Bend> bent, Security security)
      throws IOException {
    bend = bent;
    ControllerConfig config = config(download, version, bent);
    if (refers) {
      config = config.referringTo(List.of(STAND_IN));
    }
    if (location.isPresent()) {
      config = config.with(location.get());
    }
    LiveController started;
    if (options.jobs() > 1) {
      started = atFreePorts(config, security);
    } else {
      try {
        started = first(config, CONTROL_PORT, DATA_PORT, security);
      } catch (IOException e) {
        checkTaken(e);
        started = atFreePorts(config, security);
        say.accept("port " + CONTROL_PORT + " or " + DATA_PORT + " is taken: using free ones");
      }
    }
    controller = started;
    say.accept(
        "controller on %s:%d, data channel on port %d"
            .formatted(FIRST, started.controlAddress().getPort(), started.dataAddress().getPort()));
    if (options.roundTripMillis() > 0) {
      way(Weather.delay(MICROS_PER_MILLI * options.roundTripMillis() / 2));
      say.accept("the way to it takes " + options.roundTripMillis() + " ms, there and back");
    }
  }

  private Way way(Weather weather) throws IOException {
    Way made = new Way(end().control(), end().data(), weather);
    ways.add(made);
    return made;
  }

  /**
   * Lets no IP packet of the AP pass that is longer than that, and tells nobody; before the AP is
   * configured.
   */
  public void narrow(int mtuBytes) throws IOException {
    Way narrow = ways.isEmpty() ? way(Weather.FAIR) : ways.get(0);
    UdpRelay.Treatment router =
        (wtp, toWtp, datagram) -> {
          if (toWtp || datagram.length + Way.IP_UDP_BYTES <= mtuBytes) {
            return datagram;
          }
          swallowed.addAndGet(datagram[0] == DTLS_PREAMBLE ? 1 : 0);
          return null;
        };
    narrow.treat(router);
    say.accept("packets of more than " + mtuBytes + " bytes are lost on the way to it");
  }

  /**
   * Puts a way between the next AP and the controller, which can be cut; before the AP is
   * configured.
   *
   * @param mtuBytes longer IP packets are lost
   */
  public void lay(Weather weather, int mtuBytes) throws IOException {
    way(weather).limit(mtuBytes);
  }

  /** Lets nothing pass on the way that was laid for an AP, or all again. */
  public void cut(int ap, boolean now) {
    ways.get(ap - 1).cut(now);
    say.accept(now ? "the way to the controller is cut" : "the way to the controller is mended");
  }

  /** Datagrams of DTLS that a narrow way has swallowed. */
  public int swallowed() {
    return swallowed.get();
  }

  /**
   * Starts a second controller at the same ports of another address, which the AP prefers less. Its
   * EchoInterval is short, for the AP asks no more often than that whether the first one is back.
   */
  void standIn(Security security) throws IOException {
    ControllerConfig config =
        config(Download.BLOCKS, Lab.NO_VERSION, Optional.empty()).as("drill-stand-in", STAND_IN);
    standIn =
        start(
            config.withTimers(SHORT_ECHO),
            new InetSocketAddress(loopback(STAND_IN), running().controlAddress().getPort()),
            new InetSocketAddress(loopback(STAND_IN), running().dataAddress().getPort()),
            security,
            (peer, note) -> standInTimeline.add(new DrillEvent.Noted(note)));
    say.accept("a stand-in on " + STAND_IN);
  }

  /** Has the AP know this controller, which somebody else runs, in place of one of ours. */
  public void elsewhere(InetSocketAddress control, InetSocketAddress data) {
    elsewhere = new Elsewhere(control, data);
    say.accept("a controller on " + control + ", data channel on port " + data.getPort());
  }

  /** Lets the controller, before it starts, refuse every AP and name the stand-in. */
  public void refer() {
    refers = true;
  }

  /** Lets the controller, before it starts, say that its image is there. */
  public void locate(String url) throws IOException {
    location =
        Optional.of(
            new ImageLocation(
                Octets.hex(FileDigest.sha256(imageFile, Files.size(imageFile))), url));
  }

  /** Takes the controller away that the AP prefers. */
  public void takeAway() {
    running().close();
    say.accept("the controller that the AP prefers is away");
  }

  /** Lets the controller that the AP prefers come back, at its addresses. */
  void comeBack(Security security) throws IOException {
    if (standIn == null) {
      throw new IllegalStateException("there is no stand-in");
    }
    controller =
        first(
            config(Download.BLOCKS, Lab.NO_VERSION, Optional.empty()),
            standIn.controlAddress().getPort(),
            standIn.dataAddress().getPort(),
            security);
    say.accept("the controller that the AP prefers is back");
  }

  /** Ends the controller, with close_notify to all. */
  void stop() throws IOException {
    controlPort = running().controlAddress().getPort();
    dataPort = running().dataAddress().getPort();
    running().close();
    say.accept("the controller is stopped");
  }

  /** Starts the controller that was stopped, at its addresses, as it was. */
  void startAgain(String version, Security security) throws IOException {
    controller = first(config(Download.BLOCKS, version, bend), controlPort, dataPort, security);
    say.accept("the controller is there again");
  }

  void replace(String version, Security security) throws IOException {
    stop();
    controller =
        first(config(Download.BLOCKS, version, Optional.empty()), controlPort, dataPort, security);
    say.accept("another controller has taken over; it wants version " + version);
  }

  private static InetAddress loopback(String literal) throws IOException {
    return InetAddress.getAllByName(literal)[0];
  }

  private ControllerConfig config(Download download, String version, Optional<Bend> bent)
      throws IOException {
    Set<DataChannel> dataChannels =
        options.dtlsData() ? EnumSet.of(DataChannel.DTLS) : EnumSet.allOf(DataChannel.class);
    return new ControllerConfig(
            "drill-controller",
            FIRST,
            version,
            Map.of(
                DrillAp.FAMILY,
                new ImageFile(
                    DrillAp.FAMILY, scale.imageBytes(), Octets.wrap(FileDigest.md5(imageFile)))),
            options.blockBytes(),
            ResultCode.SUCCESS,
            dataChannels,
            download,
            Timers.RFC5415)
        .with(bent)
        .withWindow(options.window());
  }

  /** Side by side, as 5246 and 5247 are: nobody tells the data port of an AC one is sent to. */
  private LiveController atFreePorts(ControllerConfig config, Security security)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      int control;
      try (DatagramSocket free = new DatagramSocket(0, loopback(FIRST))) {
        control = free.getLocalPort();
      }
      try {
        return first(config, control, control + 1, security);
      } catch (IOException e) {
        checkTaken(e);
        if (attempt == FREE_PORTS_ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private static void checkTaken(IOException e) throws IOException {
    if (!(e.getCause() instanceof BindException)) {
      throw e;
    }
  }

  private LiveController first(
      ControllerConfig config, int controlPort, int dataPort, Security security)
      throws IOException {
    InetAddress address = loopback(FIRST);
    return start(
        config,
        new InetSocketAddress(address, controlPort),
        new InetSocketAddress(address, dataPort),
        security,
        (peer, note) -> {
          if (note.equals(new ControllerNote.StateEntered(AcState.JOIN))) {
            sessionPorts.add(peer.getPort());
          }
          notes.accept(note);
        });
  }

  private LiveController start(
      ControllerConfig config,
      InetSocketAddress control,
      InetSocketAddress data,
      Security security,
      LiveController.Watcher watcher)
      throws IOException {
    return LiveController.start(
        config,
        new ControllerSetup(
            control,
            data,
            security.controller(),
            new TrustedWtp(pki.controllersTrust(), Clock.systemUTC()),
            Map.of(DrillAp.FAMILY, imageFile),
            options.tap(),
            security.manners()),
        watcher);
  }

  /** The AP's source port of each session with the controller, oldest first. */
  public List<Integer> sessionPorts() {
    return List.copyOf(sessionPorts);
  }

  /** What the stand-in saw. */
  public Timeline standInTimeline() {
    return standInTimeline;
  }

  InetSocketAddress controlAddress(int ap) throws IOException {
    return ap > ways.size() ? end().control() : ways.get(ap - 1).control();
  }

  InetSocketAddress dataAddress(int ap) throws IOException {
    return ap > ways.size() ? end().data() : ways.get(ap - 1).data();
  }

  /** Where the way ends. */
  private Elsewhere end() throws IOException {
    return elsewhere == null
        ? new Elsewhere(running().controlAddress(), running().dataAddress())
        : elsewhere;
  }

  Optional<InetSocketAddress> standInAddress() throws IOException {
    return standIn == null ? Optional.empty() : Optional.of(standIn.controlAddress());
  }

  String imageDataLayout() {
    return bend.equals(Optional.of(Bend.LWAPP_LAYOUT)) ? "lwapp" : "rfc";
  }

  /** Bytes of images that the controller has sent in blocks. */
  public long sentBytes() {
    return controller == null ? 0 : controller.sentBytes();
  }

  LiveController running() {
    if (controller == null) {
      throw new IllegalStateException("the controller was not started");
    }
    return controller;
  }

  void close() {
    ways.forEach(Way::close);
    if (controller != null) {
      controller.close();
    }
    if (standIn != null) {
      standIn.close();
    }
  }
}
