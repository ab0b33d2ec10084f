package io.apfw.agent.update;

import io.apfw.agent.scripts.ScriptImage;
import io.apfw.agent.scripts.ScriptOutcome;
import io.apfw.capwap.wire.Octets;
import io.apfw.fetch.FetchException;
import io.apfw.report.Report;
import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.image.BlockWriter;
import io.apfw.storage.image.ImageIngest;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.storage.trust.VerifiedHead;
import io.apfw.update.Offer;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask;
import io.apfw.update.UpdateTask.Job;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Carries out what the update machine asks for: tasks on one worker, the image's bytes on another.
 * Decides nothing. Methods belong to the event loop; so do the calls to {@link Events}.
 */
public final class UpdateSession implements AutoCloseable {

  /** Hears of it. Called on any thread; the receiver sees to it that it runs on the event loop. */
  public interface Events {
    /** An event for the update machine. */
    void on(UpdateEvent event);

    /** The block of this sequence number was taken, and there is room for the next. */
    void accepted(int sequence);

    /** For the operator. */
    void say(Report report);
  }

  /** Runs a verb of the upgrade script to its end; blocks. */
  public interface Scripts {
    /** Each line of output goes to {@code lines} as it comes. */
    ScriptOutcome run(
        ScriptVerb verb, ScriptImage image, java.util.function.Consumer<String> lines);
  }

  /** An agent that is to end has seconds. */
  private static final long CLOSE_MILLIS_MAX = 1_500;

  private final ImageVerifier verifier;
  private final StorageJobs jobs;
  private final Scripts scripts;
  private final TrustedClock clock;
  private final int bootTries;
  private final Events events;
  private final ExecutorService worker;
  private volatile @Nullable Ingest ingest;
  private volatile int heldSequence = -1;

  /**
   * @param clock judges certificates and dates the journal
   * @param bootTries how often the boot loader tries a new image
   */
  public UpdateSession(
      ApStorage storage,
      ImageVerifier verifier,
      ImageTarget target,
      Scripts scripts,
      TrustedClock clock,
      int bootTries,
      Events events) {
    this(
        storage,
        verifier,
        target,
        scripts,
        clock,
        bootTries,
        events,
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "apfw-update");
              thread.setDaemon(true);
              return thread;
            }));
  }

  private UpdateSession(
      ApStorage storage,
      ImageVerifier verifier,
      ImageTarget target,
      Scripts scripts,
      TrustedClock clock,
      int bootTries,
      Events events,
      ScheduledExecutorService worker) {
    this(storage, verifier, target, scripts, clock, bootTries, events, (ExecutorService) worker);
    QuarantineWatch watch = new QuarantineWatch(storage.quarantine(), events);
    var unused =
        worker.scheduleWithFixedDelay(
            watch, QuarantineWatch.MILLIS, QuarantineWatch.MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * A session that does not watch whether the quarantine is cleared.
   *
   * @param worker runs one task after the other; closed with this
   */
  UpdateSession(
      ApStorage storage,
      ImageVerifier verifier,
      ImageTarget target,
      Scripts scripts,
      TrustedClock clock,
      int bootTries,
      Events events,
      ExecutorService worker) {
    this.verifier = verifier;
    this.jobs = new StorageJobs(storage, verifier, target, clock);
    this.scripts = scripts;
    this.clock = clock;
    this.bootTries = bootTries;
    this.events = events;
    this.worker = worker;
  }

  /** Starts a task; it ends as {@code TaskFinished} or {@code TaskFailed}. */
  public void start(UpdateTask task, Optional<Offer> offer, Optional<UpdateFailure> failure) {
    worker.execute(() -> run(task, offer, failure));
  }

  /**
   * Takes a block. {@link Events#accepted} follows, at once or when there is room, but not for the
   * last: that is answered with the verdict.
   */
  public void append(int sequence, Octets data, boolean last) {
    Ingest into = ingest;
    if (into == null) {
      return;
    }
    heldSequence = last ? -1 : sequence;
    if (into.append(data, last) && !last) {
      heldSequence = -1;
      events.accepted(sequence);
    }
  }

  /**
   * The way into the ingest for bytes that are fetched; from any thread.
   *
   * @throws FetchException if no image is being received any more
   */
  ImageFeed feed() throws FetchException {
    Ingest into = ingest;
    if (into == null) {
      throw new FetchException(Cause.STOPPED, "the image is not being received any more");
    }
    return into.feed();
  }

  /** The image file that comes in ought to have this MD5; without effect when none comes in. */
  public void expect(Octets md5) {
    Ingest into = ingest;
    if (into != null) {
      into.expect(md5);
    }
  }

  /** The same for its SHA-256; before the first byte of it. */
  public void expectSha256(Octets sha256) {
    Ingest into = ingest;
    if (into != null) {
      into.expectSha256(sha256);
    }
  }

  /** The run before this one ended without an order: that tells against an image on trial. */
  public void afterLostRun() {
    jobs.afterLostRun();
  }

  /** Also an image that comes in ends here: the next agent may live in the same process. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        Logger.warn("The agent ends while a task of the update is under way");
      }
      Ingest left = ingest;
      if (left != null) {
        left.discard("the agent ends", CLOSE_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      Logger.warn("{}: the agent ends without it", e.getMessage());
    }
  }

  private void roomAgain() {
    int sequence = heldSequence;
    if (sequence >= 0) {
      heldSequence = -1;
      events.accepted(sequence);
    }
  }

  private void run(UpdateTask task, Optional<Offer> offer, Optional<UpdateFailure> failure) {
    try {
      String note = "";
      if (task instanceof UpdateTask.Script script) {
        runScript(script.verb(), offer);
      } else if (task instanceof UpdateTask.KeepQuarantine keep) {
        jobs.keep(keep.entry());
      } else if (task == Job.OPEN_INACTIVE) {
        openInactive();
        return;
      } else {
        note = runJob((Job) task, offer, failure);
      }
      events.on(new UpdateEvent.TaskFinished(task, note));
    } catch (TaskFailedException e) {
      events.on(new UpdateEvent.TaskFailed(task, e.failure()));
    } catch (StorageException e) {
      events.on(new UpdateEvent.TaskFailed(task, Failures.of(e)));
    } catch (ImageRefusedException e) {
      events.on(new UpdateEvent.TaskFailed(task, Failures.of(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      events.on(
          new UpdateEvent.TaskFailed(task, new UpdateFailure(Cause.SLOT_WRITE, e.toString())));
    } catch (RuntimeException bug) {
      // The executor would keep it to itself, and the machine wait for ever.
      Logger.error(bug, "A bug of apfw ends {}; please report it with this log", task);
      events.on(
          new UpdateEvent.TaskFailed(task, new UpdateFailure(Cause.SLOT_WRITE, bug.toString())));
    }
  }

  /** The machine hears that the slot is open before the ingest can say that it is full. */
  private void openInactive() throws StorageException, TaskFailedException {
    Ingest into = ingest();
    BlockWriter writer = jobs.openInactive(head());
    Optional<BlockDevice> active = into.parts() ? jobs.openActive() : Optional.empty();
    events.on(new UpdateEvent.TaskFinished(Job.OPEN_INACTIVE, ""));
    into.open(writer, active);
  }

  private String runJob(Job job, Optional<Offer> offer, Optional<UpdateFailure> failure)
      throws StorageException,
          ImageRefusedException,
          IOException,
          InterruptedException,
          TaskFailedException {
    switch (job) {
      case BEGIN_INGEST -> beginIngest(offer.orElseThrow());
      case DISCARD_INGEST -> discardIngest(failure);
      case JOURNAL_INTENT -> jobs.journalIntent(head());
      case MARK_INACTIVE_BAD -> jobs.markInactiveBad();
      case OPEN_INACTIVE -> openInactive();
      case READ_BACK -> {
        return jobs.readBack(head());
      }
      case RECORD_VERIFIED -> {
        jobs.recordVerified(head());
        ingest = null;
      }
      case VERIFY_AGAIN -> jobs.verifyAgain();
      case JOURNAL_ACTIVATING -> jobs.journalActivating(bootTries);
      case SET_BOOT_ORDER -> jobs.setBootOrder(bootTries);
      case COUNT_TRIAL_BOOT -> {
        return jobs.countTrialBoot();
      }
      case MARK_BOOTED_GOOD -> jobs.markBootedGood();
      case RAISE_SECURITY_VERSION -> jobs.raiseSecurityVersion();
      case JOURNAL_COMMITTED -> jobs.journalCommitted();
      case JOURNAL_ABORTED -> jobs.journalAborted(offer, failure.orElseThrow());
      case REVERT_BOOT_ORDER -> jobs.revertBootOrder();
      case JOURNAL_ROLLED_BACK -> jobs.journalRolledBack(failure.orElseThrow());
    }
    return "";
  }

  private void beginIngest(Offer offer) throws StorageException {
    ImageIngest image = new ImageIngest(verifier, jobs.expectation(offer.version()), clock);
    Ingest next = new Ingest(image, events::on, this::roomAgain);
    ingest = next;
    next.start();
  }

  private void discardIngest(Optional<UpdateFailure> failure)
      throws InterruptedException, IOException {
    Ingest old = ingest;
    if (old != null) {
      heldSequence = -1;
      ingest = null;
      old.discard(failure.map(UpdateFailure::line).orElse("taken back"));
    }
  }

  private void runScript(ScriptVerb verb, Optional<Offer> offer)
      throws StorageException, TaskFailedException {
    events.say(new Report.ScriptStarted(verb));
    ScriptOutcome outcome =
        scripts.run(verb, image(verb, offer), line -> events.say(new Report.ScriptLine(line)));
    // NO_UPGRADE only tells; what is in the way, PRECHECK finds and takes away or refuses.
    if (!outcome.succeeded() && verb != ScriptVerb.NO_UPGRADE) {
      throw new TaskFailedException(new UpdateFailure(cause(outcome), outcome.describe()));
    }
  }

  private static Cause cause(ScriptOutcome outcome) {
    if (outcome.verb() == ScriptVerb.PRECHECK) {
      return Cause.PRECHECK_FAILED;
    }
    boolean verdict = outcome.exitCode() == ScriptOutcome.UNHEALTHY;
    return verdict && outcome.verb() == ScriptVerb.HEALTH
        ? Cause.TRIAL_FAILED
        : Cause.SCRIPT_FAILED;
  }

  private ScriptImage image(ScriptVerb verb, Optional<Offer> offer) throws StorageException {
    if (verb == ScriptVerb.PRECHECK && offer.isPresent()) {
      // Before the source has told the size, the running image's is the best guess; the manifest
      // decides before anything is written.
      long required =
          offer
              .get()
              .announcedBytes()
              .orElse(Math.max(1, jobs.record(jobs.booted()).payloadBytes()));
      return image(offer.get().version(), OptionalLong.of(required), OptionalLong.empty());
    } else if (verb == ScriptVerb.PREDOWNLOAD && offer.isPresent()) {
      Ingest done = ingest;
      long bytes = done == null ? 0 : done.head().map(h -> h.manifest().payloadBytes()).orElse(0L);
      return image(offer.get().version(), OptionalLong.of(bytes), OptionalLong.of(bytes));
    } else if (verb == ScriptVerb.ACTIVATE) {
      SlotRecord record = jobs.record(jobs.inactive().id());
      return image(
          record.version(),
          OptionalLong.of(record.payloadBytes()),
          OptionalLong.of(record.payloadBytes()));
    }
    return ScriptImage.NONE;
  }

  private ScriptImage image(String version, OptionalLong required, OptionalLong payload) {
    return new ScriptImage(
        Optional.of(jobs.family()),
        Optional.of(version),
        Optional.of(jobs.family()),
        required,
        payload);
  }

  private Ingest ingest() throws TaskFailedException {
    Ingest running = ingest;
    if (running == null) {
      throw new TaskFailedException(
          new UpdateFailure(Cause.STOPPED, "the image is not being received any more"));
    }
    return running;
  }

  private VerifiedHead head() throws TaskFailedException {
    return ingest()
        .head()
        .orElseThrow(
            () ->
                new TaskFailedException(
                    new UpdateFailure(Cause.STOPPED, "no manifest has passed")));
  }
}
