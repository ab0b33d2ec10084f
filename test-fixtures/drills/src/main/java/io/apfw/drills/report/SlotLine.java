package io.apfw.drills.report;

import java.time.Instant;
import java.util.Optional;

/**
 * One slot at the end of a drill.
 *
 * @param part its name
 * @param version of the image on it
 * @param state content and boot environment taken together, such as GOOD
 * @param active whether it runs
 * @param bootOrder 1 for the slot tried first
 * @param sha256 of the payload over its size, read from the slot by the drill; lower-case hex
 * @param installedAt when it was verified on the slot
 */
public record SlotLine(
    String part,
    String version,
    String state,
    boolean active,
    int bootOrder,
    String sha256,
    Optional<Instant> installedAt) {
  /** The same with the name of its AP. */
  public SlotLine of(String ap) {
    return new SlotLine(ap + ' ' + part, version, state, active, bootOrder, sha256, installedAt);
  }

  /** Version and state. */
  public String words() {
    return version + ' ' + state;
  }
}
