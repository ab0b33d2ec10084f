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
 * @param unreached how many of its trials in a row were given up because nobody was reached, for no
 *     fault of its own that showed
 * @param trial what is known of its trial
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
    int unreached,
    Trial trial) {
  /** Nothing was ever updated. */
  public static final JournalEntry IDLE =
      new JournalEntry(UpdatePhase.IDLE, Optional.empty(), "", "", 0, Optional.empty(), 0, "", 0);

  /**
   * The trial, from the activation on. By tries and by name, one boot is told from the next.
   *
   * @param boots in how many boots of the image its agent ran; 0 before the first
   * @param triesLeft what the boot loader had left in the last of them; before the first, what it
   *     was given
   * @param bootId the system's name for the last of them; before the first, for the boot in which
   *     the image was activated; empty when it has none
   * @param lostRuns how many runs of the agent in the last of them ended without an order
   */
  public record Trial(int boots, int triesLeft, String bootId, int lostRuns) {
    /** Not activated yet. */
    public static final Trial NONE = new Trial(0, 0, "");

    /** No run has been lost. */
    public Trial(int boots, int triesLeft, String bootId) {
      this(boots, triesLeft, bootId, 0);
    }

    /** Whether that last of its boots is the present one; parameters as below. */
    public boolean inThis(int left, String id) {
      return boots > 0 && triesLeft == left && !inAnother(id);
    }

    /**
     * Whether the system has booted since this was written, as far as can be told.
     *
     * @param left what the boot loader has left now
     * @param id the system's name for the present boot; empty when it has none
     */
    public boolean bootedSince(int left, String id) {
      // A boot loader that does not count has only the name of the boot to show for it.
      return left < Math.max(1, triesLeft) || inAnother(id);
    }

    /** Whether the present boot is certainly another, by the system's name for it. */
    public boolean inAnother(String id) {
      return !bootId.isEmpty() && !id.isEmpty() && !bootId.equals(id);
    }
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
        0,
        Trial.NONE);
  }

  /** The same update in its trial. */
  public JournalEntry onTrial(Trial seen, Instant now) {
    return going(UpdatePhase.TRIAL, now, causeNumber, causeText, seen);
  }

  /** The same update in another phase. */
  public JournalEntry withPhase(UpdatePhase next, Instant now) {
    return going(next, now, causeNumber, causeText, trial);
  }

  /** The same update, failed. */
  public JournalEntry failed(UpdatePhase end, Instant now, int number, String text) {
    return going(end, now, number, text, trial);
  }

  private JournalEntry going(UpdatePhase next, Instant now, int number, String text, Trial seen) {
    return new JournalEntry(
        next,
        target,
        version,
        manifestSha256,
        securityVersion,
        Optional.of(now),
        number,
        text,
        attempts,
        unreached,
        seen);
  }

  /** The same update; so many of its trials in a row have reached nobody. */
  public JournalEntry withUnreached(int trials) {
    return new JournalEntry(
        phase,
        target,
        version,
        manifestSha256,
        securityVersion,
        at,
        causeNumber,
        causeText,
        attempts,
        trials,
        trial);
  }

  /** What {@link #unreached} is for an image when it comes once more. */
  public int unreachedOf(String manifest) {
    return manifestSha256.equals(manifest) ? unreached : 0;
  }
}
