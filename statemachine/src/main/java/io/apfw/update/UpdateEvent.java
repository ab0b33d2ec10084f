package io.apfw.update;

import java.util.Optional;

/** What can happen to an update. */
public sealed interface UpdateEvent {

  /** The agent started; what stands on disk. First event, once. */
  record Booted(BootFacts facts) implements UpdateEvent {}

  /** A source has an image for us. */
  record Offered(Offer offer) implements UpdateEvent {}

  /**
   * The source told more of the image that it is about to send.
   *
   * @param bytes size of the whole file; 0 when it does not say
   * @param md5 digest of the whole file, 32 lower-case hex digits; empty when it does not say
   */
  record Announced(long bytes, String md5) implements UpdateEvent {}

  /** The source does not send the image's file but tells where it is fetched from. */
  record Located(String url) implements UpdateEvent {}

  /** The quarantine as it stands on disk, where an operator may have cleared it. */
  record QuarantineRead(Quarantine quarantine) implements UpdateEvent {}

  /** Signature, manifest and block map passed; the payload waits for the slot. */
  record HeadVerified(ManifestFacts manifest) implements UpdateEvent {}

  /**
   * The whole payload is on the device and flushed, each block as signed.
   *
   * @param writtenBytes so much was written
   * @param keptBytes so much stood there already
   * @param copiedBytes so much of what was written came from the slot that runs
   */
  record PayloadWritten(long writtenBytes, long keptBytes, long copiedBytes)
      implements UpdateEvent {}

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

  /**
   * Somebody gives up what it began; an operator may end everybody's.
   *
   * @param by who; hears {@code Aborted} in any case
   */
  record AbortRequested(Offer.Source by, UpdateFailure reason) implements UpdateEvent {}

  /**
   * Boot the verified image of the other slot next.
   *
   * @param by who wants it
   * @param version which it has to be; empty for whichever is there
   */
  record ActivateRequested(Offer.Source by, String version) implements UpdateEvent {}

  /** An operator answers for the running image. */
  record ConfirmRequested() implements UpdateEvent {}

  /** An operator wants the image of the other slot back. */
  record RollBackRequested() implements UpdateEvent {}

  /** A controller or cloud proved itself and served us: the running image can reach its peer. */
  record PeerProved() implements UpdateEvent {}

  /** {@link UpdateMachine#nextDeadline} has passed. */
  record DeadlineReached() implements UpdateEvent {}

  /**
   * What storage says at start.
   *
   * @param activePart the booted slot, {@code part1} or {@code part2}
   * @param inactivePart the other one
   * @param inventory versions, as the machines see them; those in quarantine follow from the next
   * @param quarantine images that failed here before
   * @param unfinished the update that the journal holds and that has not come to its end
   * @param wayBack the other slot was confirmed when the agent started, which is of interest while
   *     the running one is not
   */
  record BootFacts(
      String activePart,
      String inactivePart,
      Inventory inventory,
      Quarantine quarantine,
      Optional<Unfinished> unfinished,
      boolean wayBack) {
    public BootFacts {
      inventory = inventory.withQuarantined(quarantine.versions());
    }

    /** The same with other versions. */
    public BootFacts withInventory(Inventory other) {
      return new BootFacts(activePart, inactivePart, other, quarantine, unfinished, wayBack);
    }

    /** The same with another quarantine. */
    public BootFacts withQuarantine(Quarantine other) {
      return new BootFacts(activePart, inactivePart, inventory, other, unfinished, wayBack);
    }
  }

  /**
   * An update that the journal holds and that has not ended.
   *
   * @param phase how far it had come
   * @param targetPart the slot it was for
   * @param version version of its image
   * @param manifestSha256 the image's identity
   * @param targetTried the boot environment shows that the boot loader tried the target
   * @param trialBoots in how many boots of the target its agent ran
   * @param unreached how many trials of this image in a row, before this one, reached nobody
   */
  record Unfinished(
      Phase phase,
      String targetPart,
      String version,
      String manifestSha256,
      boolean targetTried,
      int trialBoots,
      int unreached) {
    /** Phases of the journal that are not an end. */
    public enum Phase {
      RECEIVING,
      ACTIVATING
    }
  }
}
