package io.apfw.update;

import java.util.Optional;

/** What can happen to an update. */
public sealed interface UpdateEvent {

  /** The agent started; what stands on disk. First event, once. */
  record Booted(BootFacts facts) implements UpdateEvent {}

  /** A source has an image for us. */
  record Offered(Offer offer) implements UpdateEvent {}

  /** Signature, manifest and block map passed; the payload waits for the slot. */
  record HeadVerified(ManifestFacts manifest) implements UpdateEvent {}

  /** The whole payload is on the device and flushed, each block as signed. */
  record PayloadWritten() implements UpdateEvent {}

  /** The image, or writing it, failed while it came in. */
  record IngestFailed(UpdateFailure failure) implements UpdateEvent {}

  /**
   * A task that the machine asked for is done, and durable.
   *
   * @param note what the operator should know of how it was done, such as a read-back that came
   *     from the cache; empty when there is nothing to say
   */
  record TaskFinished(UpdateTask task, String note) implements UpdateEvent {}

  /** A task that the machine asked for failed. */
  record TaskFailed(UpdateTask task, UpdateFailure failure) implements UpdateEvent {}

  /** The source, or the operator, gives up. */
  record AbortRequested(UpdateFailure reason) implements UpdateEvent {}

  /** Boot the verified image of the other slot next. */
  record ActivateRequested(String version) implements UpdateEvent {}

  /** A controller or cloud proved itself and served us: the running image can reach its peer. */
  record PeerProved() implements UpdateEvent {}

  /** {@link UpdateMachine#nextDeadline} has passed. */
  record DeadlineReached() implements UpdateEvent {}

  /**
   * What storage says at start.
   *
   * @param activePart the booted slot, {@code part1} or {@code part2}
   * @param inactivePart the other one
   * @param inventory versions, as the machines see them
   * @param unfinished the update that the journal holds and that has not come to its end
   */
  record BootFacts(
      String activePart,
      String inactivePart,
      Inventory inventory,
      Optional<Unfinished> unfinished) {
    /** The same with other versions. */
    public BootFacts withInventory(Inventory other) {
      return new BootFacts(activePart, inactivePart, other, unfinished);
    }
  }

  /**
   * An update that the journal holds and that has not ended.
   *
   * @param phase how far it had come
   * @param targetPart the slot it was for
   * @param version version of its image
   * @param targetTried the boot environment shows that the boot loader tried the target
   */
  record Unfinished(Phase phase, String targetPart, String version, boolean targetTried) {
    /** Phases of the journal that are not an end. */
    public enum Phase {
      RECEIVING,
      ACTIVATING
    }
  }
}
