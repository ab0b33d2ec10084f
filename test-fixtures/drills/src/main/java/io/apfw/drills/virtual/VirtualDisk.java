package io.apfw.drills.virtual;

import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.update.Inventory;
import io.apfw.update.ManifestFacts;
import io.apfw.update.Quarantine;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateEvent.Unfinished;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import io.apfw.update.UpdateTask;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What outlives a power cut: both slots, the boot environment, the journal, the quarantine and the
 * counts of reboots. Each job is done at once or not at all: what lies between, torn sectors and
 * lost writes, is for the crash tests of the real storage.
 */
final class VirtualDisk {
  private static final Set<UpdateTask> STATE_WRITERS =
      Set.of(
          UpdateTask.Job.JOURNAL_INTENT,
          UpdateTask.Job.MARK_INACTIVE_BAD,
          UpdateTask.Job.RECORD_VERIFIED,
          UpdateTask.Job.JOURNAL_ACTIVATING,
          UpdateTask.Job.COUNT_TRIAL_BOOT,
          UpdateTask.Job.MARK_BOOTED_GOOD,
          UpdateTask.Job.RAISE_SECURITY_VERSION,
          UpdateTask.Job.JOURNAL_COMMITTED,
          UpdateTask.Job.JOURNAL_ABORTED,
          UpdateTask.Job.JOURNAL_ROLLED_BACK);

  private final Map<SlotId, SlotRecord> records = new EnumMap<>(SlotId.class);
  private final Map<SlotId, Flaw> flaws = new EnumMap<>(SlotId.class);
  private BootEnvironment environment =
      new BootEnvironment(SlotId.PART2, BootEntry.GOOD, BootEntry.GOOD);
  private JournalEntry journal = JournalEntry.IDLE;
  private Quarantine quarantine = Quarantine.NONE;
  private Reboots reboots = Reboots.NONE;
  private Optional<RunEnd> ended = Optional.of(RunEnd.STOPPED);
  private boolean full;
  private int boots;

  VirtualDisk(String running, String backup) {
    records.put(SlotId.PART2, record(running, SlotState.GOOD, "running"));
    records.put(SlotId.PART1, record(backup, SlotState.GOOD, "backup"));
    flaws.put(SlotId.PART1, Flaw.NONE);
    flaws.put(SlotId.PART2, Flaw.NONE);
  }

  private static SlotRecord record(String version, SlotState state, String identity) {
    return new SlotRecord(version, "", state, 0, "", identity, 0, Optional.empty());
  }

  /** The boot loader's turn. */
  BootDecision boot() {
    BootDecision decision = BootDecision.chooseAndCount(environment);
    environment = decision.next();
    boots++;
    return decision;
  }

  Flaw flaw(SlotId slot) {
    return flaws.getOrDefault(slot, Flaw.NONE);
  }

  String version(SlotId slot) {
    return record(slot).version();
  }

  SlotState state(SlotId slot) {
    return environment.stateOf(slot, record(slot).state());
  }

  SlotId first() {
    return environment.first();
  }

  private SlotRecord record(SlotId slot) {
    return records.getOrDefault(slot, SlotRecord.EMPTY);
  }

  // --- the counts of reboots ---

  /** The counts for an agent that starts; a run that nobody ended was a crash or a power cut. */
  Reboots started() {
    reboots = ended.map(reboots::after).orElseGet(() -> reboots.with(Reboots.Failure.CRASH));
    ended = Optional.empty();
    return reboots;
  }

  void keep(Reboots counts) {
    if (!full) {
      reboots = counts;
    }
  }

  void decided(RunEnd end) {
    if (!full) {
      ended = Optional.of(end);
    }
  }

  // --- a data partition without space ---

  /** From now on no state file can be written, or they can again. */
  void fill(boolean now) {
    full = now;
  }

  /** What a task meets that writes state files; the boot environment has another partition. */
  Optional<UpdateFailure> hindrance(UpdateTask task) {
    boolean writes = task instanceof UpdateTask.KeepQuarantine || STATE_WRITERS.contains(task);
    return full && writes
        ? Optional.of(new UpdateFailure(Cause.JOURNAL_WRITE, "No space left on device"))
        : Optional.empty();
  }

  // --- what an agent finds ---

  BootFacts facts(SlotId active) {
    SlotId other = active.other();
    boolean bootable = state(other) == SlotState.GOOD || state(other) == SlotState.VERIFIED;
    Optional<String> backup = Optional.of(version(other)).filter(v -> !v.isEmpty());
    return new BootFacts(
        active.label(),
        other.label(),
        new Inventory(
            version(active),
            backup,
            bootable ? backup : Optional.empty(),
            Set.of(),
            !environment.entry(active).good()),
        quarantine,
        unfinished(active),
        state(other) == SlotState.GOOD);
  }

  private Optional<Unfinished> unfinished(SlotId active) {
    Optional<SlotId> target = journal.target();
    boolean receiving = journal.phase() == UpdatePhase.RECEIVING;
    boolean activating =
        journal.phase() == UpdatePhase.ACTIVATING
            || journal.phase() == UpdatePhase.TRIAL
            || (journal.phase() == UpdatePhase.ROLLED_BACK && target.equals(Optional.of(active)));
    if (target.isEmpty() || !(receiving || activating)) {
      return Optional.empty();
    }
    int left = environment.entry(target.get()).triesLeft();
    return Optional.of(
        new Unfinished(
            receiving ? Unfinished.Phase.RECEIVING : Unfinished.Phase.ACTIVATING,
            target.get().label(),
            journal.version(),
            journal.manifestSha256(),
            environment.first() == target.get()
                && (journal.trial().boots() > 0
                    || journal.trial().bootedSince(left, Integer.toString(boots))),
            journal.trial().boots(),
            journal.unreached()));
  }

  // --- what an update does ---

  /**
   * Does a job on storage.
   *
   * @param active the slot that runs
   * @param coming the image that comes in, when one does
   * @return what the operator should know of it; empty for nothing
   */
  String run(
      UpdateTask.Job job,
      SlotId active,
      Optional<Incoming> coming,
      Optional<UpdateFailure> failure,
      int tries,
      Instant now) {
    SlotId other = active.other();
    switch (job) {
      case BEGIN_INGEST, DISCARD_INGEST, OPEN_INACTIVE, READ_BACK, VERIFY_AGAIN -> {}
      case JOURNAL_INTENT -> {
        ManifestFacts manifest = coming.orElseThrow().manifest();
        journal =
            new JournalEntry(
                    UpdatePhase.RECEIVING,
                    Optional.of(other),
                    manifest.version(),
                    manifest.manifestSha256(),
                    manifest.securityVersion(),
                    Optional.of(now),
                    0,
                    "",
                    1)
                .withUnreached(journal.unreachedOf(manifest.manifestSha256()));
      }
      case MARK_INACTIVE_BAD -> {
        records.put(other, record(other).withState(SlotState.BAD));
        environment = environment.withFirst(active).with(other, BootEntry.BAD);
      }
      case RECORD_VERIFIED -> {
        Incoming image = coming.orElseThrow();
        records.put(
            other,
            record(
                image.manifest().version(), SlotState.VERIFIED, image.manifest().manifestSha256()));
        flaws.put(other, image.flaw());
        journal = journal.withPhase(UpdatePhase.VERIFIED, now);
      }
      case JOURNAL_ACTIVATING ->
          journal =
              new JournalEntry(
                  UpdatePhase.ACTIVATING,
                  Optional.of(other),
                  version(other),
                  record(other).manifestSha256(),
                  0,
                  Optional.of(now),
                  0,
                  "",
                  1,
                  journal.unreachedOf(record(other).manifestSha256()),
                  new JournalEntry.Trial(0, tries, Integer.toString(boots)));
      case SET_BOOT_ORDER ->
          environment = environment.withFirst(other).with(other, BootEntry.onTrial(tries));
      case COUNT_TRIAL_BOOT -> {
        return countTrialBoot(active, now);
      }
      case MARK_BOOTED_GOOD -> {
        environment = environment.with(active, BootEntry.GOOD).withFirst(active);
        records.put(active, record(active).withState(SlotState.GOOD));
      }
      case RAISE_SECURITY_VERSION -> {}
      case JOURNAL_COMMITTED -> journal = journal.withPhase(UpdatePhase.COMMITTED, now);
      case JOURNAL_ABORTED -> end(UpdatePhase.ABORTED, failure, now);
      case REVERT_BOOT_ORDER -> revert(active);
      case JOURNAL_ROLLED_BACK -> {
        journal
            .target()
            .ifPresent(slot -> records.put(slot, record(slot).withState(SlotState.BAD)));
        end(UpdatePhase.ROLLED_BACK, failure, now);
        boolean nobody = failure.filter(f -> f.cause() == Cause.SOURCE_LOST).isPresent();
        journal = journal.withUnreached(nobody ? journal.unreached() + 1 : 0);
      }
    }
    return "";
  }

  private String countTrialBoot(SlotId active, Instant now) {
    int left = environment.entry(active).triesLeft();
    int boot = journal.trial().boots() + 1;
    journal = journal.onTrial(new JournalEntry.Trial(boot, left, Integer.toString(boots)), now);
    return "boot " + boot + ", " + (left == 1 ? "1 try left" : left + " tries left");
  }

  /** The slot that was good before comes first again, and the one that was tried never does. */
  private void revert(SlotId active) {
    SlotId good = environment.entry(active).good() ? active : active.other();
    SlotId tried = good.other();
    BootEntry entry = environment.entry(tried).good() ? BootEntry.GOOD : BootEntry.BAD;
    environment = environment.with(tried, entry).withFirst(good);
  }

  private void end(UpdatePhase phase, Optional<UpdateFailure> failure, Instant now) {
    journal =
        journal.failed(
            phase,
            now,
            failure.map(f -> f.cause().number()).orElse(0),
            failure.map(UpdateFailure::line).orElse(""));
  }

  void keep(Quarantine.Entry entry) {
    quarantine = quarantine.with(entry);
  }

  /**
   * An image that passed its gate.
   *
   * @param flaw what shows later
   */
  record Incoming(ManifestFacts manifest, Flaw flaw) {}
}
