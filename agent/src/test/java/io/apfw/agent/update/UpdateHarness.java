package io.apfw.agent.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.agent.Patience;
import io.apfw.agent.scripts.ScriptOutcome;
import io.apfw.capwap.wire.Octets;
import io.apfw.fetch.FetchPolicy;
import io.apfw.fetch.Fetchers;
import io.apfw.fetch.FileFetcher;
import io.apfw.fetch.HttpBench;
import io.apfw.fetch.HttpFetcher;
import io.apfw.fetch.Location.Scheme;
import io.apfw.fetch.Pause;
import io.apfw.fetch.PersistentFetch;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.CommandLineSlotFinder;
import io.apfw.storage.boot.FileBootControl;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.state.StateLayout;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustStore;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.Offer;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateAction;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The real update machine on real files, without a network: part2 runs, part1 holds the backup. */
final class UpdateHarness implements UpdateSession.Events, AutoCloseable {
  static final int SLOT_BYTES = 2 * 1024 * 1024;

  /** A file of the harness's directory, with the roots that HTTPS trusts where it is there. */
  static final String SERVERS = "servers.pem";

  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /** What the harness's source hears, besides the acknowledgement of a block. */
  private static final Object ACCEPTED = new Object();

  final ApStorage storage;
  final Path part1;
  final Path part2;
  final List<Report> said = new CopyOnWriteArrayList<>();
  final List<ScriptVerb> scripts = new CopyOnWriteArrayList<>();
  private final Path commandLine;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final UpdateMachine machine =
      new UpdateMachine(new UpdateConfig(3, 60_000, 1, 3_600_000));
  final UpdateSession session;
  private final Fetching fetching;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile UpdateState state;

  UpdateHarness(Path directory, TrustStore trust) throws Exception {
    this(directory, trust, slot -> slot);
  }

  /**
   * @param medium what part1 is kept on in the place of a file
   */
  UpdateHarness(Path directory, TrustStore trust, UnaryOperator<Slot> medium) throws Exception {
    this(directory, trust, medium, true);
  }

  private UpdateHarness(Path directory, TrustStore trust, UnaryOperator<Slot> medium, boolean fresh)
      throws Exception {
    part1 = directory.resolve("part1");
    part2 = directory.resolve("part2");
    if (fresh) {
      fill(part1, (byte) 0x11);
      fill(part2, (byte) 0x22);
    }
    commandLine = Files.writeString(directory.resolve("cmdline"), "quiet apfw.slot=part2\n");
    Path environment = directory.resolve("boot.env");
    if (Files.notExists(environment)) {
      BootEnvironmentFile.at(environment)
          .write(new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD));
    }
    storage =
        ApStorage.of(
            medium.apply(new Slot(SlotId.PART1, part1)),
            new Slot(SlotId.PART2, part2),
            new FileBootControl(
                BootEnvironmentFile.at(environment), new CommandLineSlotFinder(commandLine)),
            new StateLayout(directory),
            "a boot");
    if (fresh) {
      storage.records().write(SlotId.PART1, record("8.10.130.0"));
      storage.records().write(SlotId.PART2, record("17.3.3.26"));
    }
    session =
        new UpdateSession(
            storage,
            new ImageVerifier(trust),
            new ImageTarget("ap1g8", Set.of("C9105AXI"), "0.1.0"),
            (verb, image, lines) -> {
              scripts.add(verb);
              return new ScriptOutcome(verb, ScriptOutcome.End.EXITED, 0, List.of(), 0);
            },
            TrustedClock.believing(InstantSource.fixed(NOW)),
            3,
            this);
    fetching = fetching(directory.resolve(SERVERS));
    Step<UpdateState, UpdateAction> start =
        machine.start(new UpdateEvent.Booted(storage.facts()), NOW);
    state = start.state();
    loop.execute(() -> take(start));
  }

  /** The agent's process ends, and another one finds what the slots and files hold. */
  static UpdateHarness restarted(UpdateHarness before, Path directory, TrustStore trust)
      throws Exception {
    before.close();
    UpdateHarness next = new UpdateHarness(directory, trust, slot -> slot, false);
    next.settled.await();
    return next;
  }

  private static void fill(Path file, byte with) throws IOException {
    byte[] content = new byte[SLOT_BYTES];
    Arrays.fill(content, with);
    Files.write(file, content);
  }

  private static SlotRecord record(String version) {
    return new SlotRecord(
        version, "ap1g8", SlotState.GOOD, SLOT_BYTES, "", "", 0, Optional.empty());
  }

  /** Offers 17.9.4.27 of ap1g8 and sends these bytes in the field's blocks; how it ended. */
  News send(byte[] image) throws InterruptedException {
    return send("17.9.4.27", image);
  }

  /** The same for another version. */
  News send(String version, byte[] image) throws InterruptedException {
    on(
        new UpdateEvent.Offered(
            new Offer(
                Offer.Source.CONTROLLER,
                "192.0.2.1",
                version,
                "ap1g8",
                OptionalLong.empty(),
                Optional.empty(),
                false)));
    Object news = next();
    for (int at = 0, sequence = 0; at < image.length; at += 1377, sequence++) {
      if (news instanceof News.Failed failed) {
        return failed;
      }
      boolean last = at + 1377 >= image.length;
      Octets block = Octets.wrap(image).slice(at, Math.min(1377, image.length - at));
      int number = sequence & 0xff;
      loop.execute(() -> session.append(number, block, last));
      news = next();
    }
    return (News) news;
  }

  private Fetching fetching(Path roots) throws IOException {
    Optional<Path> trust = Files.exists(roots) ? Optional.of(roots) : Optional.empty();
    HttpFetcher http =
        new HttpFetcher(HttpBench.settings(60_000, 60_000, 0, false, trust, Map.of()));
    Fetchers fetchers =
        new Fetchers(Map.of(Scheme.FILE, new FileFetcher(), Scheme.HTTP, http, Scheme.HTTPS, http));
    FetchPolicy policy = new FetchPolicy(1 << 30, 0, 3, 1, 1, 600_000, 600_000);
    ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    Pause none = (millis, cancellation) -> {};
    return new Fetching(
        () -> {
          fetchers.close();
          timers.shutdownNow();
        },
        source -> new PersistentFetch(fetchers, policy, timers, System::nanoTime, none),
        session,
        this,
        System::nanoTime);
  }

  /** Offers 17.9.4.27 of ap1g8 to be fetched; how it ended. */
  News fetch(String location) throws InterruptedException {
    offer(location);
    Object news = next();
    return (News) (news instanceof News.Ready ? next() : news);
  }

  /** Offers 17.9.4.27 of ap1g8 to be fetched. */
  void offer(String location) {
    on(new UpdateEvent.Offered(offerOf(location)));
  }

  /** 17.9.4.27 of ap1g8. */
  Offer offerOf(String location) {
    return new Offer(
            Offer.Source.OPERATOR,
            "the operator",
            "17.9.4.27",
            "ap1g8",
            OptionalLong.empty(),
            Optional.empty(),
            false)
        .at(location);
  }

  /** Waits until an update that failed has been cleaned up. */
  void awaitAborted() throws InterruptedException {
    Object news = next();
    while (!(news instanceof News.Aborted)) {
      news = next();
    }
  }

  News activate() throws InterruptedException {
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, "17.9.4.27"));
    return (News) next();
  }

  UpdateState state() {
    return state;
  }

  UpdateFailure failureOf(News news) {
    assertThat(news).isInstanceOf(News.Failed.class);
    return ((News.Failed) news).failure();
  }

  private Object next() throws InterruptedException {
    Object news = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(news).as("news within 20 s, in state " + state).isNotNull();
    return news;
  }

  @Override
  public void on(UpdateEvent event) {
    loop.execute(() -> take(machine.step(state, event, NOW)));
  }

  private void take(Step<UpdateState, UpdateAction> step) {
    state = step.state();
    for (UpdateAction action : step.actions()) {
      if (action instanceof UpdateAction.Start start) {
        session.start(start.task(), start.offer(), start.failure());
      } else if (action instanceof UpdateAction.Fetch fetch) {
        fetching.begin(fetch.offer());
      } else if (action instanceof UpdateAction.StopFetch stop) {
        fetching.stop(stop.reason());
      } else if (action instanceof UpdateAction.Tell tell) {
        heard.add(tell.news());
      } else if (action instanceof UpdateAction.Say say) {
        said.add(say.report());
      }
    }
    if (state instanceof UpdateState.Idle) {
      settled.countDown();
    }
  }

  @Override
  public void accepted(int sequence) {
    heard.add(ACCEPTED);
  }

  @Override
  public void say(Report report) {
    said.add(report);
  }

  @Override
  public void close() {
    fetching.close();
    session.close();
    loop.shutdownNow();
  }
}
