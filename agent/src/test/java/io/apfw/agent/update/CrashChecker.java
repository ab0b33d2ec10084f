package io.apfw.agent.update;

import io.apfw.agent.crash.CrashDisk;
import io.apfw.agent.crash.CrashPoints;
import io.apfw.agent.crash.DiskImage;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.journal.JournalEntry;
import io.apfw.storage.journal.UpdatePhase;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotRecord;
import io.apfw.update.Inventory;
import io.apfw.update.Quarantine;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Records a scenario, then cuts the power wherever it can be cut, and once more while the agent
 * recovers from that. Each image that a cut leaves is looked at, booted, recovered with a peer and
 * (when an image is on trial) without one, and looked at again. Images that are equal are tried
 * once. The same upgrade is run again from every recovered state that says something else than
 * those before, and from one in {@value #SECOND_RUN_EVERY} of those that differ only in bytes.
 */
final class CrashChecker {
  /** A second run takes as long as some fifty recoveries. */
  private static final int SECOND_RUN_EVERY = 16;

  private final CrashScenario scenario;
  private final CrashScenario.Material material;
  private final CrashPoints.Budget budget;
  private final DiskImage before;
  private final Set<Long> tried;
  private final Set<Long> states = new HashSet<>();
  private final Set<Long> upgraded = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private int homeOperations;
  private int points;
  private int restarts;
  private long checks;

  CrashChecker(
      CrashScenario scenario,
      CrashScenario.Material material,
      CrashPoints.Budget budget,
      Set<Long> tried)
      throws Exception {
    this.scenario = scenario;
    this.material = material;
    this.budget = budget;
    this.tried = tried;
    this.before = scenario.before(material);
  }

  /** What came of it. */
  record Result(
      CrashScenario scenario,
      int points,
      int images,
      int states,
      int secondRuns,
      int restarts,
      long checks,
      List<String> failures) {
    @Override
    public String toString() {
      return String.format(
          "%-22s %7d crash points, %7d different images, %5d states recovered from under cuts,"
              + " %5d second runs, %4d restarts of the agent alone, %8d invariants checked, %d failures",
          scenario, points, images, states, secondRuns, restarts, checks, failures.size());
    }
  }

  /** Tries all, up to the first failure. */
  Result run(Set<CrashDisk.Fault> faults, CrashAp.Slip slip) throws Exception {
    int others = tried.size();
    CrashPoints recorded = recorded(faults, slip);
    recorded.forEach((op, choice, left) -> cut(left, op + "." + choice));
    for (int op = 0; op < homeOperations && failures.isEmpty(); op++) {
      DiskImage left = recorded.killedAfter(op);
      attempt("killed/" + op, () -> restart(left));
    }
    return new Result(
        scenario,
        points,
        tried.size() - others,
        states.size(),
        upgraded.size(),
        restarts,
        checks,
        failures);
  }

  /** Tries one point, as a failure named it. */
  Result replay(String point) throws Exception {
    String[] part = point.split("/", -1);
    CrashPoints recorded = recorded(Set.of(), CrashAp.Slip.NONE);
    if (part[0].equals("killed")) {
      int op = Integer.parseInt(part[1]);
      attempt(point, () -> restart(recorded.killedAfter(op)));
      return new Result(scenario, 1, 1, 0, upgraded.size(), restarts, checks, failures);
    }
    DiskImage left = at(recorded, part[0]);
    if (part.length == 3) {
      left = at(recovering(left, part[1].equals("peer")), part[2]);
    }
    attempt(left, point);
    return new Result(scenario, 1, 1, 0, upgraded.size(), restarts, checks, failures);
  }

  private static DiskImage at(CrashPoints points, String opAndChoice) {
    String[] number = opAndChoice.split("\\.", -1);
    return points.at(Integer.parseInt(number[0]), Integer.parseInt(number[1]));
  }

  private CrashPoints recorded(Set<CrashDisk.Fault> faults, CrashAp.Slip slip) throws Exception {
    CrashDisk disk = new CrashDisk(before, faults);
    CrashAp ap = new CrashAp(disk, material.verifier(), slip);
    scenario.run(ap, material);
    homeOperations = Math.min(ap.homeOperations(), disk.operations());
    return disk.points(budget);
  }

  private CrashPoints recovering(DiskImage left, boolean peer) throws Exception {
    CrashDisk disk = new CrashDisk(left, Set.of());
    new CrashAp(disk, material.verifier(), CrashAp.Slip.NONE).recover(peer);
    return disk.points(budget);
  }

  private boolean cut(DiskImage left, String point) throws Exception {
    if (!attempt(left, point)) {
      return false;
    }
    if (!states.add(left.hash(CrashChecker::isNoSlot))) {
      return true;
    }
    for (String meets : List.of("peer", "nobody")) {
      recovering(left, meets.equals("peer"))
          .forEach(
              (op, choice, again) -> attempt(again, point + "/" + meets + "/" + op + "." + choice));
    }
    return failures.isEmpty();
  }

  private static boolean isNoSlot(String path) {
    return !path.startsWith("/slots/");
  }

  /** One crash point; false when it was a failure. */
  private boolean attempt(DiskImage left, String point) {
    points++;
    if (!tried.add(left.hash(path -> true))) {
      return true;
    }
    return attempt(
        point,
        () -> {
          checkLeft(left);
          if (recover(left, true)) {
            recover(left, false);
          }
        });
  }

  /** Something that must hold, at a point that a failure names. */
  private interface Attempt {
    void make() throws Exception;
  }

  private boolean attempt(String point, Attempt attempt) {
    try {
      attempt.make();
      return true;
    } catch (Exception | AssertionError e) {
      failures.add(
          e
              + "\n  replay: mvn -pl agent -am test -Dtest=CrashProofTest#replay"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dcrash.scenario="
              + scenario
              + " -Dcrash.point="
              + point
              + " -Dcrash.budget="
              + budget);
      return false;
    }
  }

  // --- what must hold of what a cut leaves ---

  private void checkLeft(DiskImage left) throws Exception {
    CrashDisk disk = new CrashDisk(left, Set.of());
    BootEnvironment environment = BootEnvironmentFile.at(disk.path(CrashAp.ENVIRONMENT)).read();
    BootDecision decision = BootDecision.chooseAndCount(environment);
    check(!decision.lastResort(), "no slot may be booted: " + environment);
    check(intact(left, decision.slot()), decision.slot() + " is booted and holds no whole image");
    check(holdsOld(left, CrashScenario.HOME), "the active slot is not what it was");
    for (SlotId slot : SlotId.values()) {
      check(
          !environment.entry(slot).bootable() || intact(left, slot),
          slot + " may be booted and holds no whole image: " + environment);
    }
    ApStorage storage = CrashAp.storage(disk, decision.slot(), CrashAp.Slip.NONE);
    JournalEntry journal = storage.journal().read();
    storage.floor().read();
    Inventory inventory = storage.facts().inventory();
    SlotId target = CrashScenario.HOME.other();
    check(
        holdsOld(left, target)
            || (journal.target().equals(Optional.of(target))
                && journal.version().equals(CrashScenario.VERSION)),
        target + " was written and the journal does not know: " + journal);
    checkOffered(left, inventory, decision.slot().other());
  }

  /** What the agent would activate on demand is a whole image. */
  private void checkOffered(DiskImage left, Inventory inventory, SlotId slot) {
    check(
        inventory.stored().isEmpty()
            || (inventory.stored().get().equals(CrashScenario.VERSION) && holdsNew(left, slot)),
        slot + " is offered as " + inventory.stored() + " and does not hold it");
  }

  /** Recovers and looks again; true when it was up to a peer. */
  private boolean recover(DiskImage left, boolean peer) throws Exception {
    CrashDisk disk = new CrashDisk(left, Set.of());
    CrashAp ap = new CrashAp(disk, material.verifier(), CrashAp.Slip.NONE);
    SlotId first = ap.boot();
    ap.start(first);
    boolean trial = ap.state().filter(UpdateState.OnTrial.class::isInstance).isPresent();
    SlotId booted = ap.endTrial(first, peer);
    DiskImage now = disk.now();
    checkRecovered(now, disk, ap, booted);
    if (differs(now, disk, booted)) {
      clearQuarantine(disk, ap, booted);
      secondRun(disk, ap);
    }
    return trial;
  }

  /** The agent alone is killed and starts again: nothing has booted, so that no image failed. */
  private void restart(DiskImage left) throws Exception {
    restarts++;
    CrashDisk disk = new CrashDisk(left, Set.of());
    CrashAp ap = new CrashAp(disk, material.verifier(), CrashAp.Slip.NONE);
    ap.start(CrashScenario.HOME);
    DiskImage now = disk.now();
    checkRecovered(now, disk, ap, CrashScenario.HOME);
    ApStorage storage = CrashAp.storage(disk, CrashScenario.HOME, CrashAp.Slip.NONE);
    check(
        scenario == CrashScenario.BAD_IMAGE || storage.quarantine().read().equals(Quarantine.NONE),
        "only the agent was started again, and quarantined is " + storage.quarantine().read());
    if (differs(now, disk, CrashScenario.HOME)) {
      clearQuarantine(disk, ap, CrashScenario.HOME);
      secondRun(disk, ap);
    }
  }

  private void checkRecovered(DiskImage now, CrashDisk disk, CrashAp ap, SlotId booted)
      throws Exception {
    check(
        ap.state().filter(UpdateState.Idle.class::isInstance).isPresent(),
        "after recovery the agent is " + ap.state());
    check(holdsOld(now, CrashScenario.HOME), "recovery changed the active slot");
    ApStorage storage = CrashAp.storage(disk, booted, CrashAp.Slip.NONE);
    BootEnvironment environment = storage.boot().status().environment();
    BootDecision decision = BootDecision.chooseAndCount(environment);
    check(
        decision.slot() == booted && environment.entry(booted).good(),
        booted + " runs and the boot loader is told " + environment);
    for (SlotId slot : SlotId.values()) {
      check(
          !environment.entry(slot).bootable() || intact(now, slot),
          slot + " may be booted after recovery and holds no whole image: " + environment);
    }
    JournalEntry journal = storage.journal().read();
    check(
        !journal.phase().open() || journal.phase() == UpdatePhase.VERIFIED,
        "after recovery the journal is at " + journal);
    boolean ended =
        journal.phase() == UpdatePhase.ROLLED_BACK || journal.phase() == UpdatePhase.ABORTED;
    check(
        !ended || !journal.target().equals(Optional.of(booted)),
        booted + " runs and the journal says " + journal);
    check(
        journal.phase() != UpdatePhase.COMMITTED || journal.target().equals(Optional.of(booted)),
        booted + " runs and the journal says " + journal);
    SlotRecord record = storage.records().read().getOrDefault(booted, SlotRecord.EMPTY);
    check(
        record.version().equals(CrashScenario.VERSION) == holdsNew(now, booted),
        booted + " runs and is recorded as " + record);
    checkOffered(now, storage.facts().inventory(), booted.other());
  }

  /** Whether no second run began like this: by what the state says, and by its bytes at times. */
  private boolean differs(DiskImage now, CrashDisk disk, SlotId booted) throws Exception {
    ApStorage storage = CrashAp.storage(disk, booted, CrashAp.Slip.NONE);
    JournalEntry journal = storage.journal().read();
    long meaning =
        Objects.hash(
            storage.table(),
            journal.phase(),
            journal.target(),
            journal.causeNumber(),
            storage.floor().read(),
            storage.facts().inventory(),
            storage.quarantine().read());
    long bytes = now.hash(CrashChecker::isNoSlot);
    return upgraded.add(meaning) || (bytes % SECOND_RUN_EVERY == 0 && upgraded.add(bytes));
  }

  /** What failed here is only fetched again when an operator says so. */
  private static void clearQuarantine(CrashDisk disk, CrashAp ap, SlotId booted) throws Exception {
    ApStorage storage = CrashAp.storage(disk, booted, CrashAp.Slip.NONE);
    if (!storage.quarantine().read().equals(Quarantine.NONE)) {
      storage.quarantine().write(Quarantine.NONE);
      ap.ask(new UpdateEvent.QuarantineRead(storage.quarantine().read()));
    }
  }

  private void secondRun(CrashDisk disk, CrashAp ap) throws Exception {
    ap.upgrade(CrashScenario.VERSION, material.image());
    SlotId booted = ap.recover(true);
    check(holdsNew(disk.now(), booted), "the second run booted " + booted);
    ApStorage storage = CrashAp.storage(disk, booted, CrashAp.Slip.NONE);
    check(
        storage.journal().read().phase() == UpdatePhase.COMMITTED
            && storage.boot().status().environment().entry(booted).good(),
        "the second run ended as " + storage.journal().read());
    check(storage.floor().read() == 3, "the second run left the floor " + storage.floor().read());
  }

  private void check(boolean holds, String otherwise) {
    checks++;
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private boolean intact(DiskImage image, SlotId slot) {
    boolean old = slot == CrashScenario.HOME || scenario.backupIsWhole();
    return (old && holdsOld(image, slot)) || holdsNew(image, slot);
  }

  private boolean holdsOld(DiskImage image, SlotId slot) {
    return image.startsWith("/slots/" + slot, before, "/slots/" + slot);
  }

  private boolean holdsNew(DiskImage image, SlotId slot) {
    return image.startsWith("/slots/" + slot, material.payload(), "/payload");
  }
}
