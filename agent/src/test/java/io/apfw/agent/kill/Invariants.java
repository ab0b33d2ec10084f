package io.apfw.agent.kill;

import io.apfw.drills.lab.Lab;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of an AP's disk whenever its agent has ended, in whatever way. */
final class Invariants {
  private static final SlotId HOME = SlotId.PART2;

  private final Lab lab;
  private final String homeBefore;
  private final String awayBefore;
  private final List<String> broken = new ArrayList<>();
  private final List<UpdatePhase> phases = new ArrayList<>();
  private int checks;

  /** Takes down what stands there before the upgrade. */
  Invariants(Lab lab) throws IOException {
    this.lab = lab;
    this.homeBefore = lab.ap().wholeSha256(HOME);
    this.awayBefore = lab.ap().wholeSha256(HOME.other());
  }

  /** Looks at the disk between two boots. */
  synchronized void checkBetweenBoots() {
    try {
      BootEnvironment environment = lab.ap().environment().read();
      BootDecision decision = BootDecision.chooseAndCount(environment);
      check(!decision.lastResort(), "no slot may be booted: " + environment);
      check(intact(decision.slot()), decision.slot() + " is booted and holds no whole image");
      for (SlotId slot : SlotId.values()) {
        check(
            !environment.entry(slot).bootable() || intact(slot),
            slot + " may be booted and holds no whole image: " + environment);
      }
      check(
          lab.ap().wholeSha256(HOME).equals(homeBefore),
          HOME + ", which ran when the upgrade began, is not what it was");
      phases.add(lab.ap().journal().phase());
    } catch (IOException | StorageException e) {
      broken.add("the disk cannot be read: " + e);
    }
  }

  private boolean intact(SlotId slot) throws IOException {
    if (slot == HOME) {
      return lab.ap().wholeSha256(HOME).equals(homeBefore);
    }
    return lab.ap().wholeSha256(slot).equals(awayBefore) || holdsNew();
  }

  private boolean holdsNew() throws IOException {
    return lab.ap()
        .sha256(HOME.other(), lab.manifest().payloadBytes())
        .equals(lab.manifest().payloadSha256());
  }

  /** Looks at the disk after the upgrade that has come to its end. */
  synchronized void checkUpgraded() throws IOException, StorageException {
    JournalEntry journal = lab.ap().journal();
    check(journal.phase() == UpdatePhase.COMMITTED, "the journal says " + journal);
    check(journal.target().equals(Optional.of(HOME.other())), "the journal says " + journal);
    BootEnvironment environment = lab.ap().environment().read();
    check(
        environment.equals(new BootEnvironment(HOME.other(), BootEntry.GOOD, BootEntry.GOOD)),
        "the boot environment is " + environment);
    check(holdsNew(), HOME.other() + " does not hold the new image");
    check(lab.ap().wholeSha256(HOME).equals(homeBefore), HOME + " is not what it was");
  }

  private void check(boolean holds, String otherwise) {
    checks++;
    if (!holds) {
      broken.add(otherwise);
    }
  }

  synchronized void fail(String what) {
    broken.add(what);
  }

  /** What did not hold. */
  synchronized List<String> broken() {
    return List.copyOf(broken);
  }

  /** What the journal said when the killed agent had ended. */
  synchronized Optional<UpdatePhase> phaseAtKill(int rebootsBefore) {
    return phases.size() > rebootsBefore
        ? Optional.of(phases.get(rebootsBefore))
        : Optional.empty();
  }

  synchronized int reboots() {
    return phases.size();
  }

  synchronized int checks() {
    return checks;
  }
}
