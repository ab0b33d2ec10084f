package io.apfw.drills.writes;

import java.io.IOException;
import java.util.Optional;

/** Reads the boot environment from the partition that it is kept on. */
interface EnvironmentReader {
  /**
   * What the boot loader would read there.
   *
   * @return empty when neither copy is whole
   * @throws IOException when it cannot be looked at
   */
  Optional<GrubEnvironment> read(byte[] partition) throws IOException;
}
