package io.apfw.storage.device;

import java.io.IOException;

/** Opens one device anew; tests hand in devices that fail. */
@FunctionalInterface
public interface DeviceOpener {
  /** Opens the device; the caller closes it. */
  BlockDevice open() throws IOException;
}
