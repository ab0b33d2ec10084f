package io.apfw.update;

import java.util.Optional;
import java.util.Set;

/**
 * What the WTP has, as far as a controller's offer is concerned.
 *
 * @param running version of the image that runs
 * @param backup version that the log calls the backup: what the other slot was last known to hold,
 *     bootable or not; empty when nothing is known
 * @param stored version in the other slot that is verified and may be booted as it stands
 * @param quarantined versions that failed verification or their trial and are not fetched again
 * @param onTrial the running image has not been confirmed: the other slot is read-only
 */
public record Inventory(
    String running,
    Optional<String> backup,
    Optional<String> stored,
    Set<String> quarantined,
    boolean onTrial) {
  public Inventory {
    quarantined = Set.copyOf(quarantined);
  }

  /** The other slot must not be booted any more. */
  public Inventory withoutStored() {
    return new Inventory(running, backup, Optional.empty(), quarantined, onTrial);
  }

  /** The other slot holds this verified image. */
  public Inventory withStored(String version) {
    return new Inventory(running, Optional.of(version), Optional.of(version), quarantined, onTrial);
  }

  /** These versions, and no others, are not fetched again. */
  public Inventory withQuarantined(Set<String> versions) {
    return new Inventory(running, backup, stored, versions, onTrial);
  }

  /** The running image has passed its trial. */
  public Inventory confirmed() {
    return new Inventory(running, backup, stored, quarantined, false);
  }
}
