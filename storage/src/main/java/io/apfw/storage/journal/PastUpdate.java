package io.apfw.storage.journal;

import io.apfw.storage.slot.SlotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of one update.
 *
 * @param version version of the image
 * @param target the slot it was for, if it came so far
 * @param manifestSha256 lower-case hex: the identity of the image; empty when it never passed
 * @param attempt how often this image had been tried by then, from 1
 * @param steps the phases in their order, from 1 to {@value #STEPS_MAX}
 * @param causeNumber number of the failure, 0 for none
 * @param causeText one line about the failure, empty for none
 */
public record PastUpdate(
    String version,
    Optional<SlotId> target,
    String manifestSha256,
    int attempt,
    List<Step> steps,
    int causeNumber,
    String causeText) {
  /** Phases remembered of one update; no update has so many, but a clock may be set in between. */
  static final int STEPS_MAX = 8;

  private static final int CAUSE_CHARS_MAX = 200;

  /**
   * A phase and when it began.
   *
   * @param phase name of an {@link UpdatePhase}, or one of a newer agent
   * @param at by the clock of the AP, if it was known
   */
  public record Step(String phase, Optional<Instant> at) {}

  public PastUpdate {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException(steps.size() + " steps: 1 to " + STEPS_MAX);
    }
    if (causeText.length() > CAUSE_CHARS_MAX) {
      causeText = causeText.substring(0, CAUSE_CHARS_MAX);
    }
  }

  /** The last phase. */
  public Step last() {
    return steps.get(steps.size() - 1);
  }

  static PastUpdate begin(JournalEntry entry) {
    return of(entry, List.of(new Step(entry.phase().name(), entry.at())));
  }

  /** Whether the entry tells how this update went on. */
  boolean goesOnAs(JournalEntry entry) {
    boolean another = entry.phase() == UpdatePhase.RECEIVING || entry.attempts() != attempt;
    return !another
        && version.equals(entry.version())
        && manifestSha256.equals(entry.manifestSha256());
  }

  /** The same update one phase further; a phase that is written again has not begun again. */
  PastUpdate with(JournalEntry entry) {
    List<Step> next = new ArrayList<>(steps);
    if (!last().phase().equals(entry.phase().name())) {
      if (next.size() == STEPS_MAX) {
        next.remove(next.size() - 1);
      }
      next.add(new Step(entry.phase().name(), entry.at()));
    }
    return of(entry, next);
  }

  private static PastUpdate of(JournalEntry entry, List<Step> steps) {
    return new PastUpdate(
        entry.version(),
        entry.target(),
        entry.manifestSha256(),
        entry.attempts(),
        steps,
        entry.causeNumber(),
        entry.causeText());
  }
}
