package io.apfw.storage.trust;

import io.apfw.storage.slot.SlotId;

/**
 * An image that was read back from a slot and is the signed one. Only an {@link ImageVerifier}
 * makes one, and only one of these can be activated.
 */
public final class VerifiedImage {
  private final SlotId slot;
  private final VerifiedHead head;
  private final boolean uncached;

  VerifiedImage(SlotId slot, VerifiedHead head, boolean uncached) {
    this.slot = slot;
    this.head = head;
    this.uncached = uncached;
  }

  /** Where it is. */
  public SlotId slot() {
    return slot;
  }

  /** What it is. */
  public VerifiedHead head() {
    return head;
  }

  /** Whether it was read back past the cache; if not, the report says so. */
  public boolean uncached() {
    return uncached;
  }
}
