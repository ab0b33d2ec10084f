package io.apfw.storage.boot;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.trust.VerifiedImage;
import java.io.IOException;

/**
 * What all boot controls have in common: an environment is read, changed by the port's rules and
 * written whole. An adapter only reads and writes.
 */
public abstract sealed class StoredBootControl implements BootControl
    permits FileBootControl, ScriptBootControl {
  private final BootedSlotFinder finder;

  StoredBootControl(BootedSlotFinder finder) {
    this.finder = finder;
  }

  /** The environment's place, for messages. */
  abstract String name();

  /** The environment as the boot loader will read it, and what the operator should know of it. */
  abstract Found read() throws IOException;

  /**
   * Replaces the environment, durable when this returns; after an exception it is the old one or
   * the new one.
   */
  abstract void write(BootEnvironment environment) throws IOException;

  /**
   * What was read.
   *
   * @param note for the operator, such as a copy that is damaged; empty when there is nothing
   */
  record Found(BootEnvironment environment, String note) {}

  @Override
  public final BootStatus status() throws StorageException {
    try {
      Found found = read();
      return new BootStatus(found.environment(), finder.find(), found.note());
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  @Override
  public final BootedSlot booted() {
    return finder.find();
  }

  @Override
  public final void begin(SlotId running) throws StorageException {
    save(new BootEnvironment(running, BootEntry.BAD, BootEntry.BAD).with(running, BootEntry.GOOD));
  }

  @Override
  public final void markBad(InactiveSlot slot) throws StorageException {
    BootStatus status = status();
    SlotId booted = confirmed(status, slot.id());
    save(status.environment().withFirst(booted).with(slot.id(), BootEntry.BAD));
  }

  @Override
  public final void activate(VerifiedImage image, int tries) throws StorageException {
    BootStatus status = status();
    confirmed(status, image.slot());
    save(status.environment().withFirst(image.slot()).with(image.slot(), BootEntry.onTrial(tries)));
  }

  @Override
  public final void markGood() throws StorageException {
    BootStatus status = status();
    SlotId booted = booted(status);
    save(status.environment().withFirst(booted).with(booted, BootEntry.GOOD));
  }

  @Override
  public final void rollBack() throws StorageException {
    BootStatus status = status();
    SlotId booted = booted(status);
    SlotId home = status.onTrial() ? booted.other() : booted;
    BootEnvironment environment = status.environment();
    if (!environment.entry(home).good()) {
      throw new StorageException(
          StorageFault.SLOT_UNUSABLE,
          home + " is not good: there is nothing to fall back to",
          null);
    }
    BootEntry away = environment.entry(home.other());
    save(environment.withFirst(home).with(home.other(), away.good() ? away : BootEntry.BAD));
  }

  private static SlotId booted(BootStatus status) throws StorageException {
    if (status.booted() instanceof BootedSlot.Known known) {
      return known.id();
    }
    String why = status.booted() instanceof BootedSlot.Unknown unknown ? unknown.why() : "";
    throw new StorageException(StorageFault.BOOTED_SLOT_UNKNOWN, why, null);
  }

  /** The slot that runs, when it is confirmed and not the one to be changed. */
  private static SlotId confirmed(BootStatus status, SlotId target) throws StorageException {
    SlotId booted = booted(status);
    if (booted == target) {
      throw new StorageException(StorageFault.SLOT_UNUSABLE, target + " is running", null);
    }
    if (status.onTrial()) {
      throw new StorageException(
          StorageFault.ON_TRIAL,
          target + " stays as it is until " + booted + " is confirmed",
          null);
    }
    return booted;
  }

  private void save(BootEnvironment environment) throws StorageException {
    try {
      write(environment);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.BOOT_ENVIRONMENT_WRITE,
        name() + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
