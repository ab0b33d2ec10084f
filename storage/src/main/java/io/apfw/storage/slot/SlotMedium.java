package io.apfw.storage.slot;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.DeviceId;
import java.io.IOException;
import java.util.Optional;

/** What a slot's bytes are kept on. */
public interface SlotMedium {
  /** A name for messages. */
  String name();

  /** What it is, so that two names for one thing are told; empty when there is nothing. */
  Optional<DeviceId> id();

  /** Whether this is what a system runs from that runs from there. */
  boolean isOn(DeviceId root);

  /** Size of the largest payload that could ever fit, in bytes. */
  long capacityBytes() throws IOException;

  /**
   * Refuses, without touching anything, what can be told not to go well: somebody else uses it, or
   * that cannot be told; it is write-protected or not there; there is no room at present.
   */
  void checkWritable(long payloadBytes) throws IOException;

  /** Opens what stands there. */
  BlockDevice openForReading() throws IOException;

  /**
   * Opens it for a new payload, and looks right before whether somebody else uses it.
   *
   * @throws IOException also when somebody does, or that cannot be told
   */
  BlockDevice openForWriting() throws IOException;
}
