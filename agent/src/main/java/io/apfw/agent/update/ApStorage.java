package io.apfw.agent.update;

import io.apfw.storage.boot.BootControl;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdateHistory;
import io.apfw.storage.journal.UpdateJournal;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.storage.slot.SlotRecords;
import io.apfw.storage.slot.SlotState;
import io.apfw.storage.slot.SlotTable;
import io.apfw.storage.state.StateLayout;
import io.apfw.storage.trust.BroughtRoots;
import io.apfw.storage.trust.HeadStore;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.ProvenTime;
import io.apfw.storage.trust.SecurityFloor;
import io.apfw.storage.trust.Sha256;
import io.apfw.update.Inventory;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateEvent.Unfinished;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * All of an AP's storage: two slots, the boot control and the state files.
 *
 * @param boot the boot environment
 * @param records what is on the slots
 * @param journal what became of the last update
 * @param history what became of the updates before
 * @param heads manifests, signatures and block maps of what is on the slots
 * @param floor the security version floor
 * @param provenTime the last proven time
 * @param broughtRoots roots that images have brought
 * @param quarantine images that failed here before
 * @param bootId the system's name for this boot; empty when it has none
 */
public record ApStorage(
    Slot part1,
    Slot part2,
    BootControl boot,
    SlotRecords records,
    UpdateJournal journal,
    UpdateHistory history,
    HeadStore heads,
    SecurityFloor floor,
    ProvenTime provenTime,
    BroughtRoots broughtRoots,
    QuarantineFile quarantine,
    String bootId) {

  /** Storage whose state files stand in one directory. */
  public static ApStorage of(
      Slot part1, Slot part2, BootControl boot, StateLayout state, String bootId) {
    return new ApStorage(
        part1,
        part2,
        boot,
        SlotRecords.at(state.slots()),
        UpdateJournal.at(state.journal()),
        UpdateHistory.at(state.history()),
        new HeadStore(state.heads()),
        SecurityFloor.at(state.securityFloor()),
        ProvenTime.at(state.provenTime()),
        BroughtRoots.at(state.trust()),
        QuarantineFile.at(state.quarantine()),
        bootId);
  }

  /** Both slots as they are now. */
  public SlotTable table() throws StorageException {
    return boot.status().table(part1, part2, records.read());
  }

  /**
   * What the update machine starts from.
   *
   * @throws StorageException BOOTED_SLOT_UNKNOWN when it cannot be told which slot runs, and
   *     whatever reading the state files throws
   */
  public BootFacts facts() throws StorageException {
    SlotTable table = table();
    SlotId active = active(table);
    JournalEntry last = journal.read();
    return new BootFacts(
        active.label(),
        active.other().label(),
        inventory(table, active),
        quarantine.read(),
        unfinished(active, last),
        table.row(active.other()).state() == SlotState.GOOD);
  }

  /** The head that the running image was installed by; empty when it is not kept. */
  Optional<ImageHead> runningHead() throws StorageException {
    SlotId active = active(table());
    SlotRecord record = records.read().getOrDefault(active, SlotRecord.EMPTY);
    return heads
        .load(active)
        .filter(head -> Sha256.hex(head.manifest()).equals(record.manifestSha256()));
  }

  /** When the running image was built, as its signed manifest says; empty when none is kept. */
  public Optional<Instant> runningBuildTime() throws StorageException {
    Optional<ImageHead> head = runningHead();
    try {
      return head.isEmpty()
          ? Optional.empty()
          : Optional.of(Manifest.parse(head.get().manifest()).buildTime());
    } catch (ImageRefusedException e) {
      return Optional.empty();
    }
  }

  /** The slot that runs. */
  static SlotId active(SlotTable table) throws StorageException {
    if (table.booted() instanceof BootedSlot.Known known) {
      return known.id();
    }
    table.inactive(); // throws, and says why
    throw new IllegalStateException("a slot table without a booted slot gave an inactive one");
  }

  private Inventory inventory(SlotTable table, SlotId active) throws StorageException {
    SlotTable.Row other = table.row(active.other());
    boolean bootable = other.state() == SlotState.GOOD || other.state() == SlotState.VERIFIED;
    // What cannot be verified again is not offered for activation: it is fetched anew.
    boolean verifiable = bootable && heads.load(active.other()).isPresent();
    return new Inventory(
        version(table.row(active).record()).orElse("unknown"),
        version(other.record()),
        verifiable ? version(other.record()) : Optional.empty(),
        Set.of(),
        table.onTrial());
  }

  private static Optional<String> version(SlotRecord record) {
    return record.version().isEmpty() ? Optional.empty() : Optional.of(record.version());
  }

  private Optional<Unfinished> unfinished(SlotId active, JournalEntry last)
      throws StorageException {
    if (last.target().isEmpty()) {
      return Optional.empty();
    }
    SlotId target = last.target().get();
    Unfinished.Phase phase;
    switch (last.phase()) {
      case RECEIVING -> phase = Unfinished.Phase.RECEIVING;
      case ACTIVATING, TRIAL -> phase = Unfinished.Phase.ACTIVATING;
      case ROLLED_BACK -> {
        if (target != active) {
          return Optional.empty();
        }
        // The way back was cut short before the boot order changed: the image is still being tried.
        phase = Unfinished.Phase.ACTIVATING;
      }
      default -> {
        return Optional.empty();
      }
    }
    // The boot loader never changes the order; first without a boot since is not yet tried.
    BootEnvironment environment = boot.status().environment();
    boolean tried =
        environment.first() == target
            && (last.trial().boots() > 0
                || last.trial().bootedSince(environment.entry(target).triesLeft(), bootId));
    return Optional.of(
        new Unfinished(
            phase,
            target.label(),
            last.version(),
            last.manifestSha256(),
            tried,
            last.trial().boots(),
            last.unreached()));
  }
}
