package io.apfw.storage.boot;

import io.apfw.storage.device.StorageException;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.BootedSlot;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.trust.VerifiedImage;
import java.io.IOException;

/** Boot control by a {@link BootEnvironmentFile}: the embedded default. */
public final class FileBootControl implements BootControl {
  private final BootEnvironmentFile file;
  private final BootedSlotFinder finder;

  /** Boot control over an environment that exists. */
  public FileBootControl(BootEnvironmentFile file, BootedSlotFinder finder) {
    this.file = file;
    this.finder = finder;
  }

  @Override
  public BootStatus status() throws StorageException {
    try {
      return new BootStatus(file.read(), finder.find());
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  @Override
  public void markBad(InactiveSlot slot) throws StorageException {
    BootStatus status = status();
    SlotId booted = confirmed(status, slot.id());
    write(status.environment().withFirst(booted).with(slot.id(), BootEntry.BAD));
  }

  @Override
  public void activate(VerifiedImage image, int tries) throws StorageException {
    BootStatus status = status();
    confirmed(status, image.slot());
    write(
        status.environment().withFirst(image.slot()).with(image.slot(), BootEntry.onTrial(tries)));
  }

  @Override
  public void markGood() throws StorageException {
    BootStatus status = status();
    SlotId booted = booted(status);
    write(status.environment().withFirst(booted).with(booted, BootEntry.GOOD));
  }

  @Override
  public void rollBack() throws StorageException {
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
    write(environment.withFirst(home).with(home.other(), away.good() ? away : BootEntry.BAD));
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

  private void write(BootEnvironment environment) throws StorageException {
    try {
      file.write(environment);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private StorageException failure(String what, IOException cause) {
    return new StorageException(
        StorageFault.BOOT_ENVIRONMENT_WRITE,
        file.name() + " " + what + ": " + cause.getMessage(),
        cause);
  }
}
