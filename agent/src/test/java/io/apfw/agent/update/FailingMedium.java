package io.apfw.agent.update;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceException;
import io.apfw.storage.device.DeviceId;
import io.apfw.storage.device.StorageFault;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotMedium;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A slot's medium that fails at one thing until it is mended. */
final class FailingMedium implements SlotMedium {
  /** What fails. */
  enum At {
    CHECK,
    OPEN,
    SECOND_WRITE,
    FORCE,
    READ_BACK
  }

  private final SlotMedium whole;
  private @Nullable At at;
  private Optional<StorageFault> fault = Optional.empty();
  private int writes;

  FailingMedium(SlotMedium whole) {
    this.whole = whole;
  }

  static Slot on(Slot slot, FailingMedium medium) {
    return new Slot(slot.id(), slot.device(), medium);
  }

  void fail(At where, StorageFault how) {
    at = where;
    fault = Optional.of(how);
    writes = 0;
  }

  /** Fails as nothing of the kind should. */
  void bug(At where) {
    at = where;
    fault = Optional.empty();
    writes = 0;
  }

  void mend() {
    at = null;
  }

  private void failIf(At where) throws IOException {
    if (at == where) {
      throw new DeviceException(
          fault.orElseThrow(() -> new IllegalStateException("a bug of the test's")),
          "as the test says");
    }
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public Optional<DeviceId> id() {
    return whole.id();
  }

  @Override
  public boolean isOn(DeviceId root) {
    return whole.isOn(root);
  }

  @Override
  public long capacityBytes() throws IOException {
    return whole.capacityBytes();
  }

  @Override
  public void checkWritable(long payloadBytes) throws IOException {
    failIf(At.CHECK);
    whole.checkWritable(payloadBytes);
  }

  @Override
  public BlockDevice openForReading() throws IOException {
    return new Failing(whole.openForReading(), false);
  }

  @Override
  public BlockDevice openForWriting() throws IOException {
    failIf(At.OPEN);
    return new Failing(whole.openForWriting(), true);
  }

  private final class Failing implements BlockDevice {
    private final BlockDevice device;
    private final boolean writing;

    private Failing(BlockDevice device, boolean writing) {
      this.device = device;
      this.writing = writing;
    }

    @Override
    public String name() {
      return device.name();
    }

    @Override
    public long sizeBytes() throws IOException {
      return device.sizeBytes();
    }

    @Override
    public int alignmentBytes() {
      return device.alignmentBytes();
    }

    @Override
    public boolean uncached() {
      return device.uncached();
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
      if (!writing) {
        failIf(At.READ_BACK);
      }
      return device.read(target, offset);
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
      if (++writes > 1) {
        failIf(At.SECOND_WRITE);
      }
      device.write(source, offset);
    }

    @Override
    public void force() throws IOException {
      failIf(At.FORCE);
      device.force();
    }

    @Override
    public void publish(long contentBytes) throws IOException {
      device.publish(contentBytes);
    }

    @Override
    public void close() throws IOException {
      device.close();
    }
  }
}
