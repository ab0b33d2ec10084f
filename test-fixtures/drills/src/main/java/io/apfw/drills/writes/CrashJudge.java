package io.apfw.drills.writes;

import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides for each image as the boot loader would, and looks at what it would boot. */
final class CrashJudge {
  /** So many violations of a kind are told, the others are counted. */
  private static final int TOLD_MAX = 3;

  private final Medium medium;
  private final EnvironmentReader reader;
  private final CrashImages images;
  private final BootEnvironment before;
  private final SlotId running;
  private final Map<Long, Optional<GrubEnvironment>> environments = new HashMap<>();
  private final Set<Long> seen = new HashSet<>();
  private final Map<Violation, Long> violations = new EnumMap<>(Violation.class);
  private final List<String> told = new ArrayList<>();
  private long tried;
  private long secondUsed;

  private CrashJudge(Medium medium, EnvironmentReader reader, long seed)
      throws IOException, WritesException {
    this.medium = medium;
    this.reader = reader;
    this.images = new CrashImages(medium, seed);
    Optional<GrubEnvironment> found = environment(images.now(), (write, sector) -> true);
    if (found.isEmpty()) {
      throw new WritesException("the disk has no whole boot environment before the first write");
    }
    this.before = found.get().environment();
    this.running = BootDecision.chooseAndCount(before).slot();
  }

  /** Judges every image that a power cut could leave of a recorded run. */
  static WritesResult judge(
      Medium medium, List<LoggedWrite> entries, EnvironmentReader reader, long seed)
      throws IOException, WritesException {
    CrashJudge judge = new CrashJudge(medium, reader, seed);
    for (LoggedWrite entry : entries) {
      judge.images.next(entry, judge::visit);
    }
    long flushes = entries.stream().filter(LoggedWrite::flush).count();
    return new WritesResult(
        entries.size() - flushes,
        flushes,
        entries.stream().mapToLong(entry -> entry.bytes().limit()).sum(),
        judge.tried,
        judge.seen.size(),
        judge.environments.size(),
        judge.secondUsed,
        judge.violations,
        judge.told);
  }

  private Optional<GrubEnvironment> environment(Tally image, CrashImages.Choice choice)
      throws IOException {
    Optional<GrubEnvironment> known = environments.get(image.environment());
    if (known == null) {
      known = reader.read(images.environment(choice));
      environments.put(image.environment(), known);
    }
    return known;
  }

  private void visit(Tally image, CrashImages.Choice choice) throws IOException {
    tried++;
    if (!seen.add(image.hash())) {
      return;
    }
    Optional<GrubEnvironment> found = environment(image, choice);
    if (found.isEmpty()) {
      violated(Violation.ENVIRONMENT_LOST, choice, "");
    } else {
      secondUsed += found.get().second() ? 1 : 0;
      judge(found.get().environment(), image, choice);
    }
    if (image.wrong(medium.slot(running)) > 0) {
      violated(Violation.RUNNING_SLOT_CHANGED, choice, ", " + running);
    }
    if (image.wrong(medium.outside()) > 0) {
      violated(Violation.OUTSIDE_CHANGED, choice, "");
    }
  }

  private void judge(BootEnvironment environment, Tally image, CrashImages.Choice choice) {
    BootDecision decision = BootDecision.chooseAndCount(environment);
    SlotId other = decision.slot().other();
    if (decision.lastResort()) {
      violated(Violation.NOTHING_BOOTABLE, choice, ", " + said(environment));
    } else if (!intact(image, decision.slot())) {
      violated(Violation.INCOMPLETE_BOOTED, choice, ", " + said(environment));
    } else if (environment.entry(other).bootable() && !intact(image, other)) {
      violated(Violation.INCOMPLETE_FALLBACK, choice, ", " + said(environment));
    }
  }

  /** As it was when it could be booted, or a payload from its first byte to its last. */
  private boolean intact(Tally image, SlotId slot) {
    int first = medium.slot(slot);
    if (before.entry(slot).bootable() && image.wrong(first) == 0) {
      return true;
    }
    for (int i = 1; i <= medium.payloads(); i++) {
      if (image.wrong(first + i) == 0) {
        return true;
      }
    }
    return false;
  }

  /** In the words of the environment blocks. */
  private static String said(BootEnvironment environment) {
    StringBuilder said = new StringBuilder("apfw_first=").append(environment.first());
    for (SlotId id : SlotId.values()) {
      BootEntry entry = environment.entry(id);
      said.append(" apfw_").append(id).append('=');
      said.append(entry.good() ? "G" : Integer.toString(entry.triesLeft()));
    }
    return said.toString();
  }

  private void violated(Violation violation, CrashImages.Choice choice, String detail) {
    if (violations.merge(violation, 1L, Long::sum) <= TOLD_MAX) {
      told.add(choice + ": " + violation.text() + detail);
    }
  }
}
