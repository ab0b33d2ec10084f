package io.apfw.agent;

import io.apfw.agent.cloud.CloudSetup;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.CloudSettings;
import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.discovery.ControllerFinder;
import io.apfw.agent.flight.FlightFiles;
import io.apfw.agent.flight.FlightRecorder;
import io.apfw.agent.operator.CheckOrder;
import io.apfw.agent.operator.EventStream;
import io.apfw.agent.operator.FlightOrder;
import io.apfw.agent.operator.Install;
import io.apfw.agent.operator.InstallOrder;
import io.apfw.agent.operator.StatusQuery;
import io.apfw.agent.operator.UpdateDesk;
import io.apfw.agent.ops.EventFields;
import io.apfw.agent.ops.FieldLog;
import io.apfw.agent.ops.MetricsBoard;
import io.apfw.agent.ops.RebootTeller;
import io.apfw.agent.ops.ServiceManager;
import io.apfw.agent.ops.StatusBoard;
import io.apfw.agent.ops.StatusFile;
import io.apfw.agent.ops.UpdateLog;
import io.apfw.agent.ops.UpdateTeller;
import io.apfw.agent.update.ApStorage;
import io.apfw.agent.update.Fetching;
import io.apfw.agent.update.RebootLedger;
import io.apfw.agent.update.UpdateSession;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.link.CapwapLink;
import io.apfw.link.dtls.CapwapAcPolicy;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.dtls.DtlsIdentity;
import io.apfw.link.dtls.DtlsPsk;
import io.apfw.link.dtls.DtlsSettings;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.MonotonicClock;
import io.apfw.link.transport.UdpSettings;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.state.StateLayout;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.Offer;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The agent's life: makes the edges, joins them to the loop, and waits for its end. */
final class AgentProcess {
  private static final long STOP_MILLIS_MAX = 5_000;

  private final AgentConfig config;
  private final ApStorage storage;
  private final Consumer<String> log;
  private final boolean terminal;
  private final Optional<ServiceManager> manager;
  private volatile @Nullable AgentLoop running;
  private volatile @Nullable String stopReason;
  private volatile boolean rebooting;
  private volatile boolean wasReady;

  /**
   * @param log takes the lines of the log, without time stamps
   * @param terminal whether a person watches standard output
   * @param manager hears how it goes; not closed
   */
  AgentProcess(
      AgentConfig config,
      Consumer<String> log,
      boolean terminal,
      Optional<ServiceManager> manager) {
    this.config = config;
    this.storage = Storage.of(config);
    this.log = log;
    this.terminal = terminal;
    this.manager = manager;
  }

  /** Runs until a reboot is due or the agent is told to stop; the exit code. */
  int run() throws IOException, StorageException {
    Files.createDirectories(config.stateDir());
    Files.createDirectories(config.scripts().workDir());
    Optional<AgentLock> lock = AgentLock.take(config.stateDir());
    if (lock.isEmpty()) {
      Logger.error(
          "Another agent, or a command of apfw, is at work on {}: not two at a time",
          config.stateDir());
      return ExitCode.TRY_LATER;
    }
    try {
      return runLocked();
    } finally {
      lock.get().close();
    }
  }

  /**
   * Reads what it would need to start, and changes nothing.
   *
   * @throws IOException if a key, a certificate or a list of them cannot be used
   */
  void check() throws IOException, StorageException {
    TrustedClock clock = Trust.clock(config, storage);
    connector(clock);
    Trust.signers(config, storage);
    if (config.cloud().isPresent()) {
      CloudWiring.client(config.cloud().get(), clock, event -> {}).close();
    }
  }

  private int runLocked() throws IOException, StorageException {
    BootFacts facts = storage.facts();
    HangRecovery.of(config.boot().commandLine()).missing().forEach(Logger::warn);
    TrustedClock clock = Trust.clock(config, storage);
    DtlsConnector connector = connector(clock);
    long entropy = new SecureRandom().nextLong();
    ImageVerifier verifier = new ImageVerifier(Trust.signers(config, storage));
    RebootLedger reboots =
        new RebootLedger(
            new StateLayout(config.stateDir()).reboots(), storage.bootId(), Logger::warn);
    reboots.start();
    try (EventLoop events = new EventLoop(new MonotonicClock());
        StatusFile statusFile = new StatusFile(config.statusFile(), false, Logger::warn);
        StatusFile metricsFile =
            config
                .metricsFile()
                .map(file -> new StatusFile(file, true, Logger::warn))
                .orElse(null);
        UpdateLog updateLog =
            new UpdateLog(
                new StateLayout(config.stateDir()).updateLog(),
                InstantSource.system(),
                Logger::warn);
        FlightFiles flights =
            new FlightFiles(
                new StateLayout(config.stateDir()).flights(), InstantSource.system(), log)) {
      Supervision supervision = new Supervision(manager, events);
      StatusBoard status = new StatusBoard(statusFile, supervision::status, InstantSource.system());
      EventStream stream = new EventStream(status, InstantSource.system());
      Optional<MetricsBoard> metrics =
          Optional.ofNullable(metricsFile)
              .map(file -> new MetricsBoard(AgentVersion.get(), file, InstantSource.system()));
      WtpConfig wtpConfig = Wiring.wtp(config);
      WtpMachine wtp = new WtpMachine(wtpConfig);
      UpdateConfig updateConfig = Wiring.updates(config);
      Optional<CloudSetup> cloudSetup =
          config.cloud().map(settings -> CloudWiring.setup(config, settings));
      FlightRecorder flight =
          new FlightRecorder(wtpConfig, wtp.initial(), updateConfig, cloudSetup, flights);
      supervision.onStall(flight::stalled);
      AgentLoop loop =
          new AgentLoop(
              events,
              wtp,
              new UpdateMachine(updateConfig),
              flight,
              List.of(
                  new EventFields(new FieldLog(log, terminal)::say),
                  status::saw,
                  updateLog::saw,
                  reboots::saw,
                  flight::saw,
                  stream),
              counters -> {
                status.counted(counters);
                metrics.ifPresent(board -> board.counted(counters));
              },
              config.update().tellController()
                  ? List.of(
                      new UpdateTeller(config.wtp().vendorId())::saw,
                      new RebootTeller(config.wtp().vendorId(), reboots::counts)::saw)
                  : List.of(),
              entropy);
      metrics.ifPresent(board -> loop.listen(board::saw));
      running = loop;
      events.bug().thenAccept(loop::fail);
      try (UpdateSession session =
              UpdateWiring.session(config, storage, facts, verifier, clock, loop);
          CapwapLink link = new CapwapLink(events, udp(), connector, loop);
          ControllerFinder finder = ControllerFinder.of(config, loop, entropy);
          Fetching fetching = FetchWiring.fetching(config, clock, session, loop);
          CloudCheck cloud = cloud(events, cloudSetup, clock, loop);
          AgentControl control =
              new AgentControl(
                  config.control(),
                  events,
                  commands(events, loop, status, stream, flight, cloud))) {
        if (reboots.lastRunLost()) {
          session.afterLostRun();
        }
        loop.start(
            new AgentLoop.Edges(
                link, session, finder, fetching, updateLog, reboots, Optional.ofNullable(cloud)),
            facts);
        control.open();
        supervision.ready();
        wasReady = true;
        String stopped = stopReason;
        if (stopped != null) {
          loop.stop(stopped);
        }
        AgentLoop.End end = loop.ended().get();
        if (!(end instanceof AgentLoop.End.Reboot reboot)) {
          reboots.end(RunEnd.STOPPED);
          return ExitCode.OK;
        }
        reboots.end(reboot.how());
        rebooting = true;
        return Reboot.run(config);
      } catch (ExecutionException e) {
        reboots.end(RunEnd.BUG);
        flight.failed(Objects.requireNonNullElse(e.getCause(), e));
        Logger.error(e.getCause(), "A bug of apfw ends the agent; please report it with this log");
        return ExitCode.BUG;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ExitCode.OK;
      } finally {
        running = null;
      }
    }
  }

  /**
   * Asks the agent to leave its controller in order and end; from any thread. Waits until it has,
   * or until it is clear that it does not: the journal makes the next start safe. One that has only
   * begun to start ends once it has.
   *
   * @param reason for the log and the controller
   */
  void stop(String reason) {
    stopReason = reason;
    AgentLoop loop = running;
    if (loop == null) {
      return;
    }
    loop.stop(reason);
    try {
      loop.ended().get(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      Logger.warn("The agent did not end in order: {}", e.toString());
    }
  }

  /** Whether it was ever up. */
  boolean wasReady() {
    return wasReady;
  }

  /** Whether it has ended to reboot, not because it was told to stop. */
  boolean rebooting() {
    return rebooting;
  }

  private UdpSettings udp() throws IOException {
    String local = config.udp().localAddress().orElse(null);
    return new UdpSettings(
        local == null ? null : InetAddress.getByName(local),
        config.discovery().multicastHops(),
        config.udp().receiveBufferBytes());
  }

  private List<ControlCommand> commands(
      EventLoop events,
      AgentLoop loop,
      StatusBoard status,
      EventStream stream,
      FlightRecorder flight,
      @Nullable CloudCheck cloud) {
    InstantSource clock = InstantSource.system();
    Install install = new Install(config.image().family(), clock, loop);
    loop.listen(install);
    UpdateDesk desk =
        new UpdateDesk(
            install::underWay, loop::on, reason -> loop.restart(reason, RunEnd.OPERATOR_IMAGE));
    loop.inform(Offer.Source.OPERATOR, news -> loop.enqueue(() -> toOperator(news, install, desk)));
    CheckOrder check =
        new CheckOrder(Optional.ofNullable(cloud).map(asked -> asked::check), events, clock);
    loop.listen(check);
    List<ControlCommand> all =
        new ArrayList<>(
            List.of(
                new StatusQuery(status),
                stream,
                new InstallOrder(install),
                check,
                new FlightOrder(flight)));
    all.addAll(desk.commands());
    return all;
  }

  /** An install's news are its own, and those of an order to abort it. */
  private static void toOperator(News news, Install install, UpdateDesk desk) {
    boolean installs = install.underWay();
    if (installs) {
      install.heard(news);
    }
    if (!installs || desk.aborts()) {
      desk.accept(news);
    }
  }

  /** None where no cloud is asked. */
  private @Nullable CloudCheck cloud(
      EventLoop events, Optional<CloudSetup> setup, TrustedClock clock, AgentLoop loop)
      throws IOException {
    if (setup.isEmpty()) {
      return null;
    }
    CloudSettings cloud = config.cloud().orElseThrow();
    return new CloudCheck(
        events, setup.get().machine(), to -> CloudWiring.client(cloud, clock, to), loop);
  }

  private DtlsConnector connector(TrustedClock clock) throws IOException {
    AgentConfig.Dtls dtls = config.dtls();
    DtlsSettings settings = new DtlsSettings(dtls.handshakeMillis(), dtls.legacy());
    if (dtls.credentials() instanceof AgentConfig.Credentials.Psk psk) {
      return new DtlsConnector(DtlsPsk.load(psk.identity(), psk.keyFile()), settings);
    }
    var own = (AgentConfig.Credentials.Certificate) dtls.credentials();
    NoUsagePolicy policy =
        own.peerWithoutEku() == AgentConfig.PeerWithoutEku.ACCEPT
            ? NoUsagePolicy.ACCEPT
            : NoUsagePolicy.REFUSE;
    return new DtlsConnector(
        DtlsIdentity.load(own.certificate(), own.key()),
        new CapwapAcPolicy(new ChainVerifier(TrustStore.load(own.trust()), policy), clock),
        settings);
  }
}
