package io.apfw.drills.lab;

import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.report.SlotLine;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One drill's stage: a controller with an image, an AP that boots, and what was seen of both. */
public final class Lab implements AutoCloseable {
  /** The version every drill upgrades to. */
  public static final String WANTED_VERSION = "17.9.4.27";

  /** For a controller that asks for nothing at Join. */
  public static final String NO_VERSION = "";

  /** How often the progress bar moves. */
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** The discard service: no controller is there. */
  private static final int NOBODY_PORT = 9;

  private static final int IMAGE_DATA_START_MILLIS = 30_000;

  private final LabOptions options;
  private final Console console;
  private final Path directory;
  private final DrillPki pki = new DrillPki();
  private final Timeline timeline = new Timeline();
  private final List<Machine> machines = new ArrayList<>();
  private final LabImage image;
  private final List<String> apfw;
  private final Thread interrupted;
  private final long deadlineNanos;
  private final ControllerSide controllers;
  private Security security;

  private Lab(
      Scale scale, LabOptions options, Console console, Path directory, List<String> agentCommand)
      throws IOException, StorageException {
    this.options = options;
    this.console = console;
    this.directory = directory;
    this.apfw = List.copyOf(agentCommand);
    console.say(
        "making keys and certificates, partitions, and an image of %d bytes"
            .formatted(scale.imageBytes()));
    DrillAp ap = new DrillAp(directory.resolve("ap"), scale, 1);
    ap.provision(pki);
    machines.add(new Machine(ap, apfw, timeline, console::say, console::agent));
    this.security = Security.of(Optional.empty(), pki, ap);
    this.image =
        new LabImage(
            scale, options.work().resolve("cache"), pki.signer(), directory.resolve("part.tar"));
    this.controllers =
        new ControllerSide(options, scale, image.file(), pki, console::say, this::noted);
    this.interrupted = new Thread(this::abandon, "clean up");
    this.deadlineNanos = System.nanoTime() + options.timeout().toNanos();
  }

  /** Sets the stage: everything on disk, nothing running. */
  public static Lab open(String scenario, Scale scale, LabOptions options, Console console)
      throws IOException, StorageException {
    return open(
        scenario,
        scale,
        options,
        console,
        List.of(options.top().resolve("agent/bin/apfw").toString()));
  }

  /**
   * The same with an agent that is started in another way.
   *
   * @param apfw the command that stands for {@code apfw}
   */
  public static Lab open(
      String scenario, Scale scale, LabOptions options, Console console, List<String> apfw)
      throws IOException, StorageException {
    Path runs = Files.createDirectories(options.work().resolve("runs"));
    Lab lab =
        new Lab(scale, options, console, Files.createTempDirectory(runs, scenario + "-"), apfw);
    Runtime.getRuntime().addShutdownHook(lab.interrupted);
    return lab;
  }

  /** Has so many APs more; before they are configured. */
  public void more(int count) throws IOException, StorageException {
    for (int number = 2; number <= count + 1; number++) {
      DrillAp ap = new DrillAp(directory.resolve("ap-" + number), machine().ap().scale(), number);
      ap.provision(pki);
      String name = ap.name() + ": ";
      machines.add(
          new Machine(
              ap,
              apfw,
              timeline.beside(),
              line -> console.say(name + line),
              line -> console.agent(name + line)));
    }
  }

  /** All slots of all APs; where there are several, each with its AP's name. */
  public List<SlotLine> slots() throws IOException, StorageException {
    List<SlotLine> lines = new ArrayList<>();
    for (Machine machine : machines) {
      for (SlotLine line : machine.ap().slots()) {
        lines.add(machines.size() == 1 ? line : line.of(machine.ap().name()));
      }
    }
    return lines;
  }

  /** All APs. */
  public List<Machine> machines() {
    return List.copyOf(machines);
  }

  private Machine machine() {
    return machines.get(0);
  }

  /** The AP, or the first of them, on disk. */
  public DrillAp ap() {
    return machine().ap();
  }

  /** Who signs what, and whom the other ends believe. */
  DrillPki pki() {
    return pki;
  }

  /** Writes the keys of all parties into a directory, as {@code drill keys} does. */
  public void writeKeys(Path keys) throws IOException {
    pki.write(keys);
  }

  /** Where a drill may keep what goes with it. */
  public Path scratch() {
    return directory;
  }

  /** The image's file. */
  public Path image() {
    return image.file();
  }

  /** Has another image: this root file system, signed, as {@link #WANTED_VERSION}. */
  public void build(Path rootfs) throws IOException {
    image.build(rootfs, pki.signer());
  }

  /** What the image says of itself. */
  public Manifest manifest() {
    return image.manifest();
  }

  /** What was seen. */
  public Timeline timeline() {
    return timeline;
  }

  /** What the user chose. */
  public LabOptions options() {
    return options;
  }

  /** The controllers, and what stands between them and the AP. */
  public ControllerSide controllers() {
    return controllers;
  }

  /** Says a line to the user. */
  public void say(String line) {
    console.say(line);
  }

  /** Has controllers that are started from now on bend DTLS, and the AP configured for them. */
  public void secure(DtlsBend bent) throws IOException {
    security = Security.of(Optional.of(bent), pki, ap());
  }

  /** Starts a controller that keeps to the RFC and wants {@link #WANTED_VERSION} on every AP. */
  public void startController(Download download) throws IOException {
    startController(download, WANTED_VERSION, Optional.empty());
  }

  /**
   * Starts the controller on the well-known ports, or on free ones where these are taken.
   *
   * @param version what its Join Response asks for; empty for nothing
   */
  public void startController(Download download, String version, Optional<Bend> bent)
      throws IOException {
    controllers.start(download, version, bent, security);
  }

  /** Has the AP know that controller, with its keys, in place of one of ours. */
  public void against(Against controller) throws IOException {
    for (Machine machine : machines) {
      machine.ap().believe(controller.keys());
    }
    controllers.elsewhere(controller.control(), controller.data());
  }

  /** Writes the APs' configurations; they hold from the next boot on. */
  public void configure(int imageDataStartMillis, boolean dtlsData) throws IOException {
    for (Machine machine : machines) {
      configuration(machine.ap().number(), imageDataStartMillis, dtlsData).write(machine.ap());
    }
  }

  /** The same, with keys of the section {@code fetch}. */
  public void configure(int imageDataStartMillis, Map<String, Object> fetch) throws IOException {
    configuration(1, imageDataStartMillis, options.dtlsData()).write(ap(), Map.of("fetch", fetch));
  }

  private AgentConfigFile configuration(int ap, int imageDataStartMillis, boolean dtlsData)
      throws IOException {
    return new AgentConfigFile(
        controllers.controlAddress(ap),
        controllers.standInAddress(),
        controllers.dataAddress(ap),
        options.top().resolve("upgrade-scripts/upgrade.sh"),
        imageDataStartMillis,
        dtlsData,
        security.agentKeys(),
        controllers.imageDataLayout());
  }

  /** Runs a command of {@code apfw} on the AP to its end; what it prints goes to {@code lines}. */
  public int apfw(List<String> arguments, Consumer<String> lines)
      throws IOException, InterruptedException {
    return machine().apfw(arguments, lines);
  }

  /** Writes the configuration of an AP that has a cloud, and no controller that answers. */
  void configureCloud(Map<String, Object> cloud) throws IOException {
    InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), NOBODY_PORT);
    new AgentConfigFile(
            nobody,
            Optional.empty(),
            nobody,
            options.top().resolve("upgrade-scripts/upgrade.sh"),
            IMAGE_DATA_START_MILLIS,
            false,
            security.agentKeys(),
            "rfc")
        .write(ap(), Map.of("cloud", cloud));
  }

  /** Switches the APs on. */
  public void powerOn() {
    machines.forEach(Machine::powerOn);
  }

  /**
   * Puts another controller in the place of the first, at its addresses; it wants another version.
   */
  public void replaceController(String version) throws IOException {
    controllers.replace(version, security);
  }

  /** Ends the controller, with close_notify to all. */
  public void stopController() throws IOException {
    controllers.stop();
  }

  /** Starts it again, at its addresses; it wants that version. */
  public void startControllerAgain(String version) throws IOException {
    controllers.startAgain(version, security);
  }

  /** Restarts it; it wants that version, and its certificate has expired or has not. */
  public void restartController(String version, boolean expired) throws IOException {
    controllers.stop();
    controllers.startAgain(
        version, expired ? security.showing(pki.controllerOfYesterday()) : security);
  }

  /** Has the image signed by somebody whom the AP does not know; before the controller starts. */
  public void signByStranger() throws IOException {
    image.signBy(new DrillPki().signer());
  }

  /** Starts a second controller, which the AP prefers less; before it is configured. */
  public void standIn() throws IOException {
    controllers.standIn(security);
  }

  /** Lets the controller that the AP prefers come back. */
  public void comeBack() throws IOException {
    controllers.comeBack(security);
  }

  /** Waits for an event at the stand-in; empty when the drill's time is up. */
  public Optional<Timeline.Entry> awaitStandIn(Predicate<DrillEvent> wanted)
      throws InterruptedException {
    return controllers
        .standInTimeline()
        .await(0, wanted, Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
  }

  /** Lets the controller ask an AP in Run to fetch a version and go on. */
  public void predownload(String version) {
    controllers.running().predownloadAll(version);
  }

  /** Lets the controller send a Reset Request that names a version. */
  public void resetTo(String version) {
    controllers.running().resetAllTo(version);
  }

  /** Lets the controller ask an AP in Run for the log of its last update. */
  public void askForLog() {
    controllers.running().askAllForLog();
  }

  /** Lets the controller send a Reset Request. */
  public void reset() {
    controllers.running().resetAll();
  }

  /**
   * Kills the agent with SIGKILL; the boot loader then decides anew. False when none runs just now.
   */
  public boolean kill() {
    return machine().kill();
  }

  /** What to do whenever an agent has ended, before the boot loader decides; on its thread. */
  public void atReboot(Runnable look) {
    machine().atReboot(look);
  }

  /** Ends the agents for good; returns when their last lines were read. */
  public void powerOff() throws InterruptedException {
    for (Machine machine : machines) {
      machine.powerOff();
    }
  }

  /**
   * Waits for an event from {@code from} on; empty when it can no longer come, because the AP has
   * halted or the drill's time is up.
   */
  public Optional<Timeline.Entry> await(int from, Predicate<DrillEvent> wanted)
      throws InterruptedException {
    Optional<Timeline.Entry> found = Optional.empty();
    while (found.isEmpty() && System.nanoTime() < deadlineNanos) {
      found =
          timeline.await(
              from, event -> event instanceof DrillEvent.Halted || wanted.test(event), GLANCE);
      console.moveBar(controllers.sentBytes());
    }
    return found.filter(entry -> wanted.test(entry.event()));
  }

  private void noted(ControllerNote note) {
    timeline.add(new DrillEvent.Noted(note));
    if (note instanceof ControllerNote.TransferStarted started) {
      console.startBar(started.bytes());
    } else if (note instanceof ControllerNote.LastBlockSent last) {
      console.moveBar(last.bytes());
      console.endBar();
    } else if (note instanceof ControllerNote.SessionEnded) {
      console.endBar();
    } else if (note instanceof ControllerNote.DtlsRefused refused) {
      console.say("controller refused a DTLS session: " + refused.reason());
    }
  }

  /** Ends the drill in the middle, as Ctrl-C does. */
  private void abandon() {
    try {
      powerOff();
      removeFiles();
    } catch (IOException e) {
      console.say("files are left in " + directory + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeFiles() throws IOException {
    if (options.keep()) {
      console.say("files kept in " + directory);
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      powerOff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    controllers.close();
    Runtime.getRuntime().removeShutdownHook(interrupted);
    removeFiles();
  }
}
