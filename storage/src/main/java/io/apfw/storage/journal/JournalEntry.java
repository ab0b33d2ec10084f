package io.apfw.storage.journal;

import io.apfw.storage.slot.SlotId;
import java.time.Instant;
import java.util.Optional;

/**
 * The last update.
 *
 * @param phase how far it came
 * @param target the slot written, empty while IDLE
 * @param version version of the image
 * @param manifestSha256 lower-case hex: the identity of the image
 * @param securityVersion the image's security version
 * @param at when the phase began, by the clock of the AP
 * @param causeNumber number of the failure, 0 for none
 * @param causeText one line about the failure, empty for none
 * @param attempts how often this image was tried, from 1
 * @param trial what the image's own agent has seen of its trial
 */
public record JournalEntry(
    UpdatePhase phase,
    Optional<SlotId> target,
    String version,
    String manifestSha256,
    long securityVersion,
    Optional<Instant> at,
    int causeNumber,
    String causeText,
    int attempts,
    Trial trial) {
  /** Nothing was ever updated. */
  public static final JournalEntry IDLE =
      new JournalEntry(UpdatePhase.IDLE, Optional.empty(), "", "", 0, Optional.empty(), 0, "", 0);

  /**
   * Boots on trial in which the agent ran.
   *
   * @param boots how many, from 1; 0 before the first
   * @param triesLeft what the boot loader had left in the last of them, by which one boot is told
   *     from the next
   */
  public record Trial(int boots, int triesLeft) {
    /** Not booted yet, as far as an agent has seen. */
    public static final Trial NONE = new Trial(0, 0);
  }

  /** An update that is not on trial. */
  public JournalEntry(
      UpdatePhase phase,
      Optional<SlotId> target,
      String version,
      String manifestSha256,
      long securityVersion,
      Optional<Instant> at,
      int causeNumber,
      String causeText,
      int attempts) {
    this(
        phase,
        target,
        version,
        manifestSha256,
        securityVersion,
        at,
        causeNumber,
        causeText,
        attempts,
        Trial.NONE);
  }

  /** The same update in its trial. */
  public JournalEntry onTrial(Trial seen, Instant now) {
    return new JournalEntry(
        UpdatePhase.TRIAL,
        target,
        version,
        manifestSha256,
        securityVersion,
        Optional.of(now),
        causeNumber,
        causeText,
        attempts,
        seen);
  }

  /** The same update in another phase. */
  public JournalEntry withPhase(UpdatePhase next, Instant now) {
    return new JournalEntry(
        next,
        target,
        version,
        manifestSha256,
        securityVersion,
        Optional.of(now),
        causeNumber,
        causeText,
        attempts,
        trial);
  }

  /** The same update, failed. */
  public JournalEntry failed(UpdatePhase end, Instant now, int number, String text) {
    return new JournalEntry(
        end,
        target,
        version,
        manifestSha256,
        securityVersion,
        Optional.of(now),
        number,
        text,
        attempts,
        trial);
  }
}
