package io.apfw.agent.update;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.image.BlockWriter;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustUpdate;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.storage.trust.VerifiedHead;
import io.apfw.storage.trust.VerifiedImage;
import io.apfw.update.Offer;
import io.apfw.update.Quarantine;
import io.apfw.update.UpdateFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The update machine's storage jobs, one method each. Every one is durable when it returns and may
 * be run again after a power cut. Used by one worker.
 */
final class StorageJobs {
  /** An agent that ends so often in one boot of an image on trial is not one that works. */
  static final int LOST_RUNS_MAX = 5;

  private final ApStorage storage;
  private final ImageVerifier verifier;
  private final ImageTarget target;
  private final TrustedClock clock;
  private @Nullable VerifiedImage toActivate;
  private volatile boolean afterLostRun;

  StorageJobs(ApStorage storage, ImageVerifier verifier, ImageTarget target, TrustedClock clock) {
    this.storage = storage;
    this.verifier = verifier;
    this.target = target;
    this.clock = clock;
  }

  String family() {
    return target.family();
  }

  InactiveSlot inactive() throws StorageException {
    return storage.table().inactive();
  }

  /**
   * What an image for the inactive slot must be.
   *
   * @param version the one wanted, or {@link Offer#ANY_VERSION}
   */
  Expectation expectation(String version) throws StorageException {
    Expectation expected =
        new Expectation(
            Optional.of(target.family()),
            version.equals(Offer.ANY_VERSION) ? Optional.empty() : Optional.of(version),
            target.hardware(),
            Optional.of(target.agentVersion()),
            storage.floor().read(),
            OptionalLong.of(inactive().sizeBytes()));
    if (target.vendor().isPresent()) {
      expected = expected.ofVendor(target.vendor().getAsLong(), target.vendorRequired());
    }
    String running = record(booted()).version();
    return target.allowDowngrade() || running.isEmpty() ? expected : expected.notBelow(running);
  }

  /** Here is the last chance to refuse before the slot is touched. */
  void journalIntent(VerifiedHead head) throws StorageException {
    InactiveSlot slot = inactive();
    slot.checkWritable(head.manifest().payloadBytes());
    JournalEntry last = storage.journal().read();
    String identity = head.manifestSha256();
    int attempts = last.manifestSha256().equals(identity) ? last.attempts() + 1 : 1;
    journal(
        new JournalEntry(
                UpdatePhase.RECEIVING,
                Optional.of(slot.id()),
                head.manifest().version(),
                identity,
                head.manifest().securityVersion(),
                Optional.of(now()),
                0,
                "",
                attempts)
            .withUnreached(last.unreachedOf(identity)));
  }

  /** The record first: a bad slot whose record still says VERIFIED would be offered again. */
  void markInactiveBad() throws StorageException {
    InactiveSlot slot = inactive();
    setState(slot.id(), SlotState.BAD);
    storage.boot().markBad(slot);
  }

  /**
   * Opens the slot for the blocks of an image. The journal, and the record of what the slot held,
   * only say whether it is worth looking for some of them there; what is kept must hash equal.
   */
  BlockWriter openInactive(VerifiedHead head) throws StorageException {
    InactiveSlot slot = inactive();
    boolean resuming =
        storage.journal().read().attempts() > 1
            || record(slot.id()).manifestSha256().equals(head.manifestSha256());
    return new BlockWriter(head, slot.openForWriting(), resuming);
  }

  /** The slot that runs, to be read; empty when it cannot, for nothing depends on it. */
  Optional<BlockDevice> openActive() {
    try {
      return Optional.of(storage.table().openActive());
    } catch (StorageException e) {
      return Optional.empty();
    }
  }

  /** What the operator should know of the read-back, or nothing. */
  String readBack(VerifiedHead head) throws StorageException {
    return verifier.verifySlot(head, inactive()).uncached() ? "" : "read back from cache";
  }

  void recordVerified(VerifiedHead head) throws StorageException {
    SlotId slot = inactive().id();
    storage.heads().save(slot, head.head());
    storage
        .records()
        .write(
            slot,
            new SlotRecord(
                head.manifest().version(),
                head.manifest().family(),
                SlotState.VERIFIED,
                head.manifest().payloadBytes(),
                head.manifest().payloadSha256(),
                head.manifestSha256(),
                head.manifest().securityVersion(),
                Optional.of(now())));
    journal(UpdatePhase.VERIFIED);
  }

  void verifyAgain() throws StorageException, ImageRefusedException {
    toActivate = null;
    InactiveSlot slot = inactive();
    ImageHead head =
        storage
            .heads()
            .load(slot.id())
            .orElseThrow(() -> unusable(slot.id() + " has no manifest kept to verify it by"));
    SlotRecord record = record(slot.id());
    VerifiedHead verified =
        verifier.verifyHead(head, expectation(record.version()), clock.reading());
    clock.prove(verified.provenTime());
    toActivate = verifier.verifySlot(verified, slot);
  }

  /** With what is set next: by it an agent that only restarts is told from a boot that failed. */
  void journalActivating(int tries) throws StorageException {
    SlotId slot = inactive().id();
    SlotRecord record = record(slot);
    JournalEntry last = storage.journal().read();
    journal(
        new JournalEntry(
            UpdatePhase.ACTIVATING,
            Optional.of(slot),
            record.version(),
            record.manifestSha256(),
            record.securityVersion(),
            Optional.of(now()),
            0,
            "",
            Math.max(1, last.attempts()),
            last.unreachedOf(record.manifestSha256()),
            new JournalEntry.Trial(0, tries, storage.bootId())));
  }

  void setBootOrder(int tries) throws StorageException {
    VerifiedImage image = toActivate;
    if (image == null) {
      throw unusable("nothing has been verified for activation");
    }
    storage.boot().activate(image, tries);
    toActivate = null;
  }

  /** The run of the agent before this one ended without an order, in this boot. */
  void afterLostRun() {
    afterLostRun = true;
  }

  /**
   * Counts a boot on trial in the journal. An agent that starts twice in one boot finds the tries
   * as they were and counts once. The runs that were lost are counted, too: an agent that ends
   * again and again begins each trial anew, and would never come to the end of one.
   *
   * @return which boot this is and how many tries are left
   * @throws TaskFailedException TRIAL_FAILED when one was lost too often
   */
  String countTrialBoot() throws StorageException, TaskFailedException {
    SlotId booted = booted();
    int left = storage.boot().status().environment().entry(booted).triesLeft();
    JournalEntry last = storage.journal().read();
    String tries = left == 1 ? "1 try left" : left + " tries left";
    JournalEntry.Trial before = last.trial();
    boolean counted = before.inThis(left, storage.bootId());
    int lost = counted ? before.lostRuns() + (afterLostRun ? 1 : 0) : 0;
    boolean ofThis = last.target().equals(Optional.of(booted));
    if (ofThis && (last.phase() == UpdatePhase.ACTIVATING || last.phase() == UpdatePhase.TRIAL)) {
      int boots = counted ? before.boots() : before.boots() + 1;
      JournalEntry.Trial now = new JournalEntry.Trial(boots, left, storage.bootId(), lost);
      if (!now.equals(before)) {
        storage.journal().write(last.onTrial(now, now()));
      }
      failIfLost(lost);
      return "boot " + boots + ", " + tries;
    }
    if (ofThis && last.phase() == UpdatePhase.ROLLED_BACK) {
      failIfLost(lost); // the way back was cut short
    }
    return "a boot that the journal knows nothing of, " + tries;
  }

  private static void failIfLost(int runs) throws TaskFailedException {
    if (runs >= LOST_RUNS_MAX) {
      throw new TaskFailedException(
          new UpdateFailure(
              UpdateFailure.Cause.TRIAL_FAILED,
              "its agent has ended " + runs + " times in one boot on trial"));
    }
  }

  void markBootedGood() throws StorageException {
    storage.boot().markGood();
    setState(booted(), SlotState.GOOD);
  }

  /** What the image that passed was vouched for counts from now on: also the roots it brings. */
  void raiseSecurityVersion() throws StorageException {
    storage.floor().raiseTo(record(booted()).securityVersion());
    Optional<ImageHead> head = storage.runningHead();
    if (head.isPresent()) {
      takeRoots(head.get());
    }
  }

  /** Believed as little as when it came; an image that passed its trial stays good without. */
  private void takeRoots(ImageHead head) throws StorageException {
    try {
      Optional<TrustUpdate> update =
          verifier.verifyHead(head, Expectation.ANYTHING, clock.reading()).manifest().trustUpdate();
      if (update.isPresent()) {
        storage.broughtRoots().apply(update.get());
      }
    } catch (ImageRefusedException e) {
      // Its own trust has ended since it was installed: nobody vouches for these roots any more.
    }
  }

  void journalCommitted() throws StorageException {
    journal(UpdatePhase.COMMITTED);
  }

  /**
   * Ends the update of the journal where it is this one that failed. What the journal tells else,
   * mostly of the image that runs, is not rewritten: the failure is an entry of its own.
   *
   * @param offer what came in; empty when an image on the inactive slot was to be activated, or
   *     when the agent before this one left an update open
   */
  void journalAborted(Optional<Offer> offer, UpdateFailure failure) throws StorageException {
    JournalEntry last = storage.journal().read();
    Optional<JournalEntry> begun =
        offer.isPresent() ? ofDownload(last, offer.get()) : ofActivation(last);
    if (begun.isPresent()) {
      journal(
          begun.get().failed(UpdatePhase.ABORTED, now(), failure.cause().number(), failure.line()));
    }
  }

  /** A download that failed before its intent was journalled says nothing of the one before it. */
  private Optional<JournalEntry> ofDownload(JournalEntry last, Offer offer)
      throws StorageException {
    boolean again = last.version().equals(offer.version());
    return Optional.of(
        again && last.phase() == UpdatePhase.RECEIVING
            ? last
            : new JournalEntry(
                UpdatePhase.ABORTED,
                Optional.of(booted().other()),
                offer.version(),
                "",
                0,
                Optional.of(now()),
                0,
                "",
                again ? last.attempts() + 1 : 1));
  }

  /** Empty when nothing is known of what the inactive slot holds. */
  private Optional<JournalEntry> ofActivation(JournalEntry last) throws StorageException {
    SlotId slot = booted().other();
    boolean open =
        last.phase() == UpdatePhase.RECEIVING
            || last.phase() == UpdatePhase.VERIFIED
            || last.phase() == UpdatePhase.ACTIVATING;
    if (open && last.target().equals(Optional.of(slot))) {
      return Optional.of(last);
    }
    SlotRecord record = record(slot);
    if (record.version().isEmpty()) {
      return Optional.empty();
    }
    String identity = record.manifestSha256();
    return Optional.of(
        new JournalEntry(
                UpdatePhase.ABORTED,
                Optional.of(slot),
                record.version(),
                identity,
                record.securityVersion(),
                Optional.of(now()),
                0,
                "",
                last.manifestSha256().equals(identity) ? Math.max(1, last.attempts()) : 1)
            .withUnreached(last.unreachedOf(identity)));
  }

  void revertBootOrder() throws StorageException {
    storage.boot().rollBack();
  }

  /** The image that did not pass is never called good or verified again. */
  void journalRolledBack(UpdateFailure failure) throws StorageException {
    JournalEntry last = storage.journal().read();
    if (last.target().isPresent()) {
      setState(last.target().get(), SlotState.BAD);
    }
    boolean nobody = failure.cause() == UpdateFailure.Cause.SOURCE_LOST;
    journal(
        last.failed(UpdatePhase.ROLLED_BACK, now(), failure.cause().number(), failure.line())
            .withUnreached(nobody ? last.unreached() + 1 : 0));
  }

  /** To what stands there now: an operator may have cleared it since it was read last. */
  void keep(Quarantine.Entry entry) throws StorageException {
    storage.quarantine().write(storage.quarantine().read().with(entry));
  }

  SlotRecord record(SlotId slot) throws StorageException {
    return storage.records().read().getOrDefault(slot, SlotRecord.EMPTY);
  }

  SlotId booted() throws StorageException {
    return ApStorage.active(storage.table());
  }

  private void setState(SlotId slot, SlotState state) throws StorageException {
    SlotRecord record = record(slot);
    if (record.state() != state) {
      storage.records().write(slot, record.withState(state));
    }
  }

  private void journal(UpdatePhase phase) throws StorageException {
    journal(storage.journal().read().withPhase(phase, now()));
  }

  /** The history only tells: an update does not fail because its story cannot be written down. */
  private void journal(JournalEntry entry) throws StorageException {
    storage.journal().write(entry);
    try {
      storage.history().note(entry);
    } catch (StorageException e) {
      Logger.warn("The update's history: {}", e.detail());
    }
  }

  private Instant now() {
    return clock.systemTime();
  }

  private static StorageException unusable(String detail) {
    return new StorageException(StorageFault.SLOT_UNUSABLE, detail, null);
  }
}
