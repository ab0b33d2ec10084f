package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.control.ControlClient;
import io.apfw.agent.update.ApStorage;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.drills.controller.AcState;
import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerSetup;
import io.apfw.drills.controller.ImageFile;
import io.apfw.drills.controller.LiveController;
import io.apfw.drills.controller.Tap;
import io.apfw.drills.dtls.AcIdentity;
import io.apfw.drills.net.UdpRelay;
import io.apfw.drills.net.Weather;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.image.ImageBuilder;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.image.ImageSpec;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ExtendedUsage;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An AP's files, a PKI, a controller, and agents in this process; everything under one folder. */
final class Laboratory {
  static final int SECURITY_VERSION = 3;
  private static final int SLOT_BYTES = 2 * 1024 * 1024;

  final byte[] payload = new byte[1_000_000];
  final Path part1;
  final Path part2;
  private final Path directory;
  private final TestAuthority root = TestAuthority.root("laboratory root");
  private final BlockingQueue<ControllerNote> notes = new LinkedBlockingQueue<>();
  private final List<ControllerNote> seen = new ArrayList<>();
  private final List<RunningAgent> agents = new ArrayList<>();
  private final List<InetSocketAddress> wtps = new CopyOnWriteArrayList<>();
  private Optional<Bend> bend = Optional.empty();
  private int window = 1;
  private @Nullable ImageLocation location;
  private Tap tap = Tap.NONE;
  private @Nullable LiveController controller;
  private final ApConfiguration configuration;
  private @Nullable Relays relays;

  /** What stands before the controller's ports. */
  record Relays(UdpRelay control, UdpRelay data) {}

  Laboratory(Path directory) throws Exception {
    this.directory = directory;
    this.configuration = new ApConfiguration(directory);
    new Random(5).nextBytes(payload);
    part1 = Files.write(directory.resolve("part1"), new byte[SLOT_BYTES]);
    part2 = Files.write(directory.resolve("part2"), new byte[SLOT_BYTES]);
    root.writeCertificate(directory.resolve("root.pem"));
    root.issue(LeafSpec.of("wtp", Purpose.CAPWAP_WTP))
        .write(directory.resolve("wtp.key"), directory.resolve("wtp.pem"));
    BootEnvironmentFile.at(directory.resolve("boot.env"))
        .write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));
    Files.createDirectories(directory.resolve("state"));
    Files.createDirectories(directory.resolve("carry"));
    record("8.10.130.0", SlotId.PART1);
    record("17.3.3.26", SlotId.PART2);
    Files.writeString(directory.resolve("carry").resolve("radio.conf"), "country KR\n");
  }

  ApStorage storage() throws Exception {
    return Storage.of(config());
  }

  /** A signed image of this laboratory's payload. */
  Path image(String family, String version) throws IOException {
    return image(
        spec(family, version), root.issue(LeafSpec.of("image signer", Purpose.CODE_SIGNING)));
  }

  /** The same as its maker and signer are. */
  Path image(ImageSpec spec, TestIdentity signer) throws IOException {
    Path rootfs = Files.write(directory.resolve("rootfs.img"), payload);
    Path image = directory.resolve("part.tar");
    ImageBuilder.build(
        spec, rootfs, Optional.of(new ImageSigner(signer.key(), signer.chain())), image);
    return image;
  }

  /** What is said of an image for this AP. */
  static ImageSpec spec(String family, String version) {
    return new ImageSpec(
        family,
        version,
        SECURITY_VERSION,
        List.of("C9105AXI"),
        "0.1.0",
        Instant.parse("2026-01-01T00:00:00Z"),
        "rootfs.img");
  }

  /** The authority of everybody here: signers, controllers and the AP. */
  TestAuthority root() {
    return root;
  }

  /** More of the configuration's section {@code image}. */
  void policy(String keys) {
    configuration.policy(keys);
  }

  void startController(DataChannel channel, String version, Path image) throws Exception {
    byte[] file = Files.readAllBytes(image);
    startController(
        channel,
        version,
        image,
        new ImageFile(
            "ap1g8", file.length, Octets.wrap(MessageDigest.getInstance("MD5").digest(file))));
  }

  /** With an image that is announced as something else than it is. */
  void startController(DataChannel channel, String version, Path image, ImageFile announced)
      throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ControllerConfig config =
        new ControllerConfig(
                "laboratory",
                "127.0.0.1",
                version,
                Map.of("ap1g8", announced),
                1377,
                ResultCode.SUCCESS,
                Set.of(channel),
                ControllerConfig.Download.BLOCKS,
                ControllerConfig.Timers.RFC5415)
            .with(bend)
            .withWindow(window);
    controller =
        controller(
            location == null ? config : config.with(location),
            any,
            any,
            Map.of("ap1g8", image),
            (peer, note) -> {
              if (note.equals(new ControllerNote.StateEntered(AcState.JOIN))) {
                wtps.add(peer);
              }
              notes.add(note);
            });
  }

  /** Has the controllers that are started from now on tapped. */
  void tap(Tap one) {
    tap = one;
  }

  /** Has the controllers that are started from now on depart from the RFC. */
  void bend(Bend one) {
    bend = Optional.of(one);
  }

  /** Has the controllers that are started from now on have so many requests outstanding. */
  void window(int requests) {
    window = requests;
  }

  /** Has the controllers that are started from now on say where their image is. */
  void locate(ImageLocation where) {
    location = where;
  }

  /** More sections of the configuration. */
  void sections(String lines) {
    configuration.more(lines);
  }

  /** Where the WTP's sessions came from; complete once the controller is closed. */
  List<InetSocketAddress> sessionAddresses() {
    return List.copyOf(wtps);
  }

  /** Puts relays before the controller's ports; agents that boot from now on go through them. */
  Relays interpose() throws Exception {
    return interpose(Weather.FAIR);
  }

  /** The same in bad weather. */
  Relays interpose(Weather weather) throws Exception {
    Relays interposed =
        new Relays(
            new UdpRelay(controller().controlAddress(), weather),
            new UdpRelay(controller().dataAddress(), weather));
    relays = interposed;
    return interposed;
  }

  /** The agent's timers, as in the configuration file. */
  void timers(String mapping) {
    configuration.timers(mapping);
  }

  /** The agent's pauses after failed downloads. */
  void backOff(long minMillis, long maxMillis) {
    configuration.backOff(minMillis, maxMillis);
  }

  /** A controller that this laboratory's AP trusts; the caller closes it. */
  LiveController controller(
      ControllerConfig config,
      InetSocketAddress control,
      InetSocketAddress data,
      Map<String, Path> files,
      LiveController.Watcher watcher)
      throws Exception {
    TestIdentity ac = root.issue(LeafSpec.of("ac", Purpose.CAPWAP_AC));
    ChainVerifier verifier =
        new ChainVerifier(new TrustStore(List.of(root.certificate())), NoUsagePolicy.REFUSE);
    return LiveController.start(
        config,
        new ControllerSetup(
            control,
            data,
            new AcIdentity(ac.key(), ac.chain()),
            chain -> {
              ChainVerdict verdict =
                  verifier.verify(chain, ExtendedUsage.CAPWAP_WTP, Instant.now());
              if (verdict instanceof ChainVerdict.Refused refused) {
                throw new GeneralSecurityException(refused.detail());
              }
            },
            files,
            tap),
        watcher);
  }

  /** Another controller in the place of the first. */
  void restartController(DataChannel channel, String version, Path image) throws Exception {
    controller().close();
    startController(channel, version, image);
  }

  /** Asks in Run until the AP has waited long enough after a failure. */
  void predownloadWhenRested(String version) throws InterruptedException {
    predownloadUntil(version, 0);
  }

  /** Asks in Run until that is the answer. */
  void predownloadUntil(String version, long resultCode) throws InterruptedException {
    ControllerNote.ConfigurationAnswered answer;
    do {
      controller().predownloadAll(version);
      ControllerNote note = next();
      while (!(note instanceof ControllerNote.ConfigurationAnswered)) {
        note = next();
      }
      answer = (ControllerNote.ConfigurationAnswered) note;
    } while (answer.resultCode() != resultCode);
  }

  /** What {@code apfw} with these arguments and this laboratory's configuration prints. */
  String apfw(String... arguments) {
    return apfw(ExitCode.OK, arguments);
  }

  /** The same where it ends otherwise; what it prints as an error, too. */
  String apfw(int exitCode, String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter printed = new PrintWriter(out, true);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(directory.resolve("apfw.yaml").toString());
    int code =
        Main.commandLine().setOut(printed).setErr(printed).execute(all.toArray(String[]::new));
    assertThat(code).as("%s", out).isEqualTo(exitCode);
    return out.toString();
  }

  /** The controller of this laboratory. */
  LiveController controller() {
    return Objects.requireNonNull(controller);
  }

  /** The boot loader's turn: which slot it takes. */
  SlotId bootLoader() throws IOException {
    BootEnvironmentFile environment = BootEnvironmentFile.at(directory.resolve("boot.env"));
    BootDecision decision = BootDecision.chooseAndCount(environment.read());
    environment.write(decision.next());
    Files.writeString(
        directory.resolve("cmdline"), "console=ttyS0 apfw.slot=" + decision.slot() + "\n");
    return decision.slot();
  }

  private void record(String version, SlotId slot) throws Exception {
    storage()
        .records()
        .write(
            slot,
            new SlotRecord(
                version, "ap1g8", SlotState.GOOD, SLOT_BYTES, "", "", 0, Optional.empty()));
  }

  /** Boots: the boot loader decides, and an agent that knows only the disk starts. */
  RunningAgent boot() throws Exception {
    bootLoader();
    RunningAgent agent = new RunningAgent(config());
    agents.add(agent);
    return agent;
  }

  /** The first note of a kind, waited for. */
  <N extends ControllerNote> N note(Class<N> kind) throws InterruptedException {
    for (ControllerNote note : seen) {
      if (kind.isInstance(note)) {
        return kind.cast(note);
      }
    }
    ControllerNote note = next();
    while (!kind.isInstance(note)) {
      note = next();
    }
    return kind.cast(note);
  }

  void awaitNote(ControllerNote expected) throws InterruptedException {
    ControllerNote note = next();
    while (!note.equals(expected)) {
      note = next();
    }
  }

  private ControllerNote next() throws InterruptedException {
    ControllerNote note = notes.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(note).as("a note of the controller, after %s", seen).isNotNull();
    seen.add(note);
    return note;
  }

  /** The AP looks for its controller as these lines of configuration say, from that address. */
  void find(String sections, String from) {
    configuration.find(sections, from);
  }

  /** The same from any address. */
  void find(String sections) {
    configuration.find(sections);
  }

  /** By default the AP looks for the one controller of this laboratory. */
  private String theOne() throws IOException {
    LiveController running = controller;
    Relays between = relays;
    int control = running == null ? 5246 : running.controlAddress().getPort();
    int data = running == null ? 5247 : running.dataAddress().getPort();
    return """
    controller: {addresses: ["127.0.0.1:%d"], dataPort: %d, imageDataLayout: %s}
    discovery: {intervalMillis: 20, maxIntervalMillis: 20}"""
        .formatted(
            between == null ? control : between.control().port(),
            between == null ? data : between.data().port(),
            bend.equals(Optional.of(Bend.LWAPP_LAYOUT)) ? "lwapp" : "rfc");
  }

  private AgentConfig config() throws Exception {
    return configuration.load(theOne());
  }

  /** Until the agent takes orders, which it does a moment after it has begun to look for an AC. */
  void awaitListening() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    Path socket = directory.resolve("control.sock");
    while (System.nanoTime() < end) {
      Optional<ControlClient> agent = ControlClient.connect(socket);
      if (agent.isPresent()) {
        agent.get().close();
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new AssertionError("nobody listens on " + socket);
  }

  /** Reads the status file until it says what it should. */
  JsonObject awaitStatus(Predicate<JsonObject> expected) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    Path file = directory.resolve("status.json");
    JsonObject status = new JsonObject();
    while (System.nanoTime() < end) {
      if (Files.exists(file)) {
        status = JsonParser.object().from(Files.readString(file));
        if (expected.test(status)) {
          return status;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new AssertionError("the status file still says " + status);
  }

  void close() throws Exception {
    for (RunningAgent agent : agents) {
      agent.stop();
    }
    if (relays != null) {
      relays.control().close();
      relays.data().close();
    }
    if (controller != null) {
      controller.close();
    }
  }
}
