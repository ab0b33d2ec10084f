package io.apfw.drills.scenario;

import io.apfw.drills.check.Checks;
import io.apfw.drills.lab.DrillAp;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.report.SlotLine;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What stood on the AP's disk before a drill, and what must stand there after it. */
record Disk(String part1, String part2, BootEnvironment environment) {
  static Disk of(Lab lab) throws IOException {
    return new Disk(
        lab.ap().wholeSha256(SlotId.PART1),
        lab.ap().wholeSha256(SlotId.PART2),
        lab.ap().environment().read());
  }

  void checkUntouched(Lab lab, Checks checks) throws IOException, StorageException {
    checks.equal("SHA-256 of all of part1", part1, lab.ap().wholeSha256(SlotId.PART1));
    checks.equal("SHA-256 of all of part2", part2, lab.ap().wholeSha256(SlotId.PART2));
    checks.equal("boot environment", environment, lab.ap().environment().read());
    checks.that(
        !lab.ap().journal().phase().open(),
        "journal",
        "no update under way",
        lab.ap().journal().phase().name());
  }

  /** The image is on part1, runs, and has passed its trial. */
  void checkUpgraded(Lab lab, Checks checks, List<SlotLine> slots)
      throws IOException, StorageException {
    checkStored(lab, checks);
    checks.equal(
        "boot environment",
        new BootEnvironment(SlotId.PART1, BootEntry.GOOD, BootEntry.GOOD),
        lab.ap().environment().read());
    JournalEntry journal = lab.ap().journal();
    checks.equal("journal's phase", UpdatePhase.COMMITTED, journal.phase());
    checks.equal("journal's target", Optional.of(SlotId.PART1), journal.target());
    SlotLine first = slots.get(0);
    checks.equal("part1's version", Lab.WANTED_VERSION, first.version());
    checks.equal("part1's state", "GOOD", first.state());
    checks.that(first.active(), "part1", "the slot that runs", "not");
    checks.equal("part2's version", DrillAp.RUNNING_VERSION, slots.get(1).version());
    checks.equal("part2's state", "GOOD", slots.get(1).state());
  }

  /** The image is on part1, and part2 is as it was. */
  void checkStored(Lab lab, Checks checks) throws IOException {
    checks.equal(
        "SHA-256 of part1 over the payload's size",
        lab.manifest().payloadSha256(),
        lab.ap().sha256(SlotId.PART1, lab.manifest().payloadBytes()));
    checks.equal("SHA-256 of all of part2", part2, lab.ap().wholeSha256(SlotId.PART2));
  }
}
