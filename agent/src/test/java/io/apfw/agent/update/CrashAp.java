package io.apfw.agent.update;

import io.apfw.agent.Patience;
import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.scripts.ScriptOutcome;
import io.apfw.capwap.wire.Octets;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.storage.boot.BootControl;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.BootStatus;
import io.apfw.storage.boot.FileBootControl;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdateJournal;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.StateLayout;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.storage.trust.VerifiedImage;
import io.apfw.update.Offer;
import io.apfw.update.UpdateAction;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import io.apfw.update.UpdateTask;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An AP on a crash disk: the real machine, session, storage and boot decision on one thread. Only
 * an image that comes in has a thread of its own, and then nobody else writes.
 */
final class CrashAp implements UpdateSession.Events {
  static final int BOOT_TRIES = 3;
  static final String ENVIRONMENT = "/boot/boot.env";
  static final String FAMILY = "ap1g8";
  private static final String FIRST_BOOT = "a boot";
  private static final int BLOCK_BYTES = 16 * 1024;
  private static final Object ACCEPTED = new Object();

  /** Ways in which the agent could be wrong: the checker must notice. */
  enum Slip {
    NONE,
    /** The boot order names the new slot before anything is on it. */
    FLAG_BEFORE_DATA,
    /** The journal does not hear that a slot is about to be written. */
    NO_INTENT
  }

  private final CrashDisk disk;
  private final ImageVerifier verifier;
  private final Slip slip;
  private final UpdateMachine machine =
      new UpdateMachine(new UpdateConfig(BOOT_TRIES, 60_000, 1, 3_600_000));
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final Deque<Object> news = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-06-01T00:00:00Z");
  private long keptBytes;
  private String bootId = FIRST_BOOT;
  private int homeOperations = Integer.MAX_VALUE;
  private @Nullable UpdateSession session;
  private @Nullable UpdateState state;

  CrashAp(CrashDisk disk, ImageVerifier verifier, Slip slip) {
    this.disk = disk;
    this.verifier = verifier;
    this.slip = slip;
  }

  /** The same, looked at in no boot in particular. */
  static ApStorage storage(CrashDisk disk, SlotId booted, Slip slip) {
    return storage(disk, booted, slip, "");
  }

  /** The storage as code that runs from a slot sees it. */
  static ApStorage storage(CrashDisk disk, SlotId booted, Slip slip, String bootId) {
    BootEnvironmentFile environment = BootEnvironmentFile.at(disk.path(ENVIRONMENT));
    BootControl boot = new FileBootControl(environment, () -> new BootedSlot.Known(booted));
    return ApStorage.of(
        new Slot(SlotId.PART1, disk.path("/slots/part1")),
        new Slot(SlotId.PART2, disk.path("/slots/part2")),
        slip == Slip.FLAG_BEFORE_DATA ? new EarlyFlag(boot, environment) : boot,
        new StateLayout(disk.path("/state")),
        bootId);
  }

  /** The boot loader. */
  SlotId boot() throws IOException, StorageException {
    int operations = disk.operations();
    BootEnvironmentFile environment = BootEnvironmentFile.at(disk.path(ENVIRONMENT));
    BootDecision decision = BootDecision.chooseAndCount(environment.read());
    if (decision.lastResort()) {
      throw new IOException("no slot may be booted: " + decision.next());
    }
    if (!decision.next().equals(environment.read())) {
      environment.write(decision.next());
    }
    JournalEntry last = UpdateJournal.at(new StateLayout(disk.path("/state")).journal()).read();
    bootId = last.trial().bootId().equals(FIRST_BOOT) ? "another boot" : FIRST_BOOT;
    if (decision.slot() != CrashScenario.HOME) {
      homeOperations = Math.min(homeOperations, operations);
    }
    return decision.slot();
  }

  /** How many operations of the disk were over when the other slot was booted first. */
  int homeOperations() {
    return homeOperations;
  }

  /** The agent starts from a slot and does all that it does without being asked. */
  void start(SlotId booted) throws StorageException, InterruptedException {
    ApStorage storage = storage(disk, booted, slip, bootId);
    loop.clear();
    news.clear();
    session =
        new UpdateSession(
            storage,
            verifier,
            new ImageTarget(FAMILY, Set.of("C9105AXI"), "0.1.0"),
            (verb, image, lines) ->
                new ScriptOutcome(verb, ScriptOutcome.End.EXITED, 0, List.of(), 0),
            TrustedClock.believing(InstantSource.fixed(now)),
            BOOT_TRIES,
            this,
            new OnLoop());
    take(machine.start(new UpdateEvent.Booted(storage.facts()), now));
    drain();
  }

  /** Power on: boots, starts the agent and ends a trial. */
  SlotId recover(boolean peer) throws IOException, StorageException, InterruptedException {
    SlotId booted = boot();
    start(booted);
    return endTrial(booted, peer);
  }

  /** What is on trial, if it is, meets a peer or waits for one in vain; the slot that runs then. */
  SlotId endTrial(SlotId booted, boolean peer)
      throws IOException, StorageException, InterruptedException {
    if (!(state instanceof UpdateState.OnTrial)) {
      return booted;
    }
    if (peer) {
      ask(new UpdateEvent.PeerProved());
      return booted;
    }
    while (state instanceof UpdateState.OnTrial trial) {
      now = trial.deadline();
      ask(new UpdateEvent.DeadlineReached());
    }
    SlotId back = boot();
    start(back);
    return back;
  }

  /** Offers and sends an image; how it ended. */
  News send(String version, Octets image) throws InterruptedException {
    news.clear(); // what the agent said while it recovered
    on(
        new UpdateEvent.Offered(
            new Offer(
                Offer.Source.CONTROLLER,
                "192.0.2.1",
                version,
                FAMILY,
                OptionalLong.empty(),
                Optional.empty(),
                false)));
    Object heard = next();
    for (int at = 0, sequence = 0; at < image.length(); at += BLOCK_BYTES, sequence++) {
      if (heard instanceof News.Failed failed) {
        return failed;
      }
      boolean last = at + BLOCK_BYTES >= image.length();
      Octets block = image.slice(at, Math.min(BLOCK_BYTES, image.length() - at));
      running().append(sequence & 0xff, block, last);
      heard = next();
    }
    return (News) heard;
  }

  /** An image comes in and is activated, up to the reboot. */
  void upgrade(String version, Octets image) throws InterruptedException {
    expect(send(version, image), new News.Verified());
    activate(version);
  }

  /** What stands verified on the other slot is activated, up to the reboot. */
  void activate(String version) throws InterruptedException {
    on(new UpdateEvent.ActivateRequested(Offer.Source.CONTROLLER, version));
    expect(next(), new News.Activated());
  }

  private static void expect(Object heard, News wanted) {
    if (!heard.equals(wanted)) {
      throw new AssertionError("the upgrade was to be " + wanted + " and was " + heard);
    }
  }

  /** One event and everything that follows from it at once. */
  void ask(UpdateEvent event) throws InterruptedException {
    on(event);
    drain();
  }

  /** Waits until an update that failed has been cleaned up. */
  void awaitAborted() throws InterruptedException {
    Object heard = next();
    while (!(heard instanceof News.Aborted)) {
      heard = next();
    }
  }

  /** What stood on the slot already when the last image was written. */
  long keptBytes() {
    return keptBytes;
  }

  Optional<UpdateState> state() {
    return Optional.ofNullable(state);
  }

  private void drain() {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  private Object next() throws InterruptedException {
    while (news.isEmpty()) {
      Runnable task = loop.poll(Patience.SECONDS, TimeUnit.SECONDS);
      if (task == null) {
        throw new AssertionError("nothing happens in state " + state);
      }
      task.run();
    }
    return news.remove();
  }

  private UpdateSession running() {
    UpdateSession started = session;
    if (started == null) {
      throw new IllegalStateException("the agent has not been started");
    }
    return started;
  }

  private void take(Step<UpdateState, UpdateAction> step) {
    state = step.state();
    for (UpdateAction action : step.actions()) {
      if (action instanceof UpdateAction.Start start) {
        if (slip == Slip.NO_INTENT && start.task() == UpdateTask.Job.JOURNAL_INTENT) {
          on(new UpdateEvent.TaskFinished(start.task(), ""));
        } else {
          running().start(start.task(), start.offer(), start.failure());
        }
      } else if (action instanceof UpdateAction.Tell tell) {
        news.add(tell.news());
      } else if (action instanceof UpdateAction.Say say) {
        say(say.report());
      }
    }
  }

  @Override
  public void on(UpdateEvent event) {
    loop.add(
        () -> {
          UpdateState current = state;
          if (current != null) {
            take(machine.step(current, event, now));
          }
        });
  }

  @Override
  public void accepted(int sequence) {
    loop.add(() -> news.add(ACCEPTED));
  }

  @Override
  public void say(Report report) {
    if (report instanceof Report.SlotWritten written) {
      keptBytes = written.keptBytes();
    }
  }

  /** The worker is the loop itself: one thread, one order. */
  private final class OnLoop extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      loop.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }

  /** A boot control that is wrong. */
  private record EarlyFlag(BootControl right, BootEnvironmentFile file) implements BootControl {
    @Override
    public void markBad(InactiveSlot slot) throws StorageException {
      try {
        file.write(file.read().withFirst(slot.id()).with(slot.id(), BootEntry.onTrial(BOOT_TRIES)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public BootStatus status() throws StorageException {
      return right.status();
    }

    @Override
    public BootedSlot booted() {
      return right.booted();
    }

    @Override
    public void begin(SlotId running) throws StorageException {
      right.begin(running);
    }

    @Override
    public void activate(VerifiedImage image, int tries) throws StorageException {
      right.activate(image, tries);
    }

    @Override
    public void markGood() throws StorageException {
      right.markGood();
    }

    @Override
    public void rollBack() throws StorageException {
      right.rollBack();
    }
  }
}
