package io.apfw.storage.state;

import java.io.IOException;

/** A state file exists and neither of its copies can be read. */
public final class DamagedStateException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedStateException(String message) {
    super(message);
  }
}
