package io.apfw.storage.boot;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.trust.VerifiedImage;

/**
 * Which slot boots next. Every change is durable when the method returns, and at no instant before
 * is there neither the old nor the new environment. Methods block for as long as the medium takes;
 * after a StorageException one of the two environments holds: ask {@link #status}. One writer at a
 * time.
 */
public interface BootControl {
  /**
   * The environment as it is on the medium and the slot that runs.
   *
   * @throws StorageException BOOT_ENVIRONMENT_WRITE when the environment cannot be read
   */
  BootStatus status() throws StorageException;

  /** The slot that runs, also where there is no environment yet; never throws. */
  BootedSlot booted();

  /**
   * Makes the first environment, or one in the place of what is lost: this slot is good and first,
   * the other one bad. Whatever was there does not count.
   *
   * @param running the slot whose image runs, or will at the first boot
   * @throws StorageException BOOT_ENVIRONMENT_WRITE
   */
  void begin(SlotId running) throws StorageException;

  /**
   * Makes the slot that runs the first and the other one bad, before the other is written.
   *
   * @throws StorageException BOOTED_SLOT_UNKNOWN, ON_TRIAL, BOOT_ENVIRONMENT_WRITE
   */
  void markBad(InactiveSlot slot) throws StorageException;

  /**
   * Boots a verified image next, this many times unless it is confirmed before; the slot that runs
   * stays the fallback.
   *
   * @param tries 1 to {@link BootEntry#TRIES_MAX}
   * @throws StorageException BOOTED_SLOT_UNKNOWN, ON_TRIAL, BOOT_ENVIRONMENT_WRITE
   */
  void activate(VerifiedImage image, int tries) throws StorageException;

  /**
   * Confirms the slot that runs and keeps it first.
   *
   * @throws StorageException BOOTED_SLOT_UNKNOWN, BOOT_ENVIRONMENT_WRITE
   */
  void markGood() throws StorageException;

  /**
   * Takes an activation back, whichever slot runs: the slot on trial may not be booted any more,
   * the confirmed one is first. Nothing else changes, so that it may be done again.
   *
   * @throws StorageException BOOTED_SLOT_UNKNOWN; SLOT_UNUSABLE when no slot is confirmed;
   *     BOOT_ENVIRONMENT_WRITE
   */
  void rollBack() throws StorageException;
}
