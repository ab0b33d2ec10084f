package io.apfw.storage.slot;

import java.time.Instant;
import java.util.Optional;

/**
 * What was last put on a slot.
 *
 * @param version version of the image, empty when nothing is known
 * @param family family of the image
 * @param state what is known of the content; whether it boots is the boot environment's to say
 * @param payloadBytes size of the payload, from the slot's first byte
 * @param payloadSha256 lower-case hex, empty when not known
 * @param manifestSha256 lower-case hex: the identity of the image, empty when not known
 * @param securityVersion the image's security version
 * @param installedAt when it was verified on the slot
 */
public record SlotRecord(
    String version,
    String family,
    SlotState state,
    long payloadBytes,
    String payloadSha256,
    String manifestSha256,
    long securityVersion,
    Optional<Instant> installedAt) {
  /** A slot of which nothing is known. */
  public static final SlotRecord EMPTY =
      new SlotRecord("", "", SlotState.EMPTY, 0, "", "", 0, Optional.empty());

  /** The same content in another state. */
  public SlotRecord withState(SlotState next) {
    return new SlotRecord(
        version,
        family,
        next,
        payloadBytes,
        payloadSha256,
        manifestSha256,
        securityVersion,
        installedAt);
  }
}
