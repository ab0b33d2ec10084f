package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Octets;

/**
 * A key that a message carries; its text is its length only, so that no log line shows it.
 *
 * @param bytes the key, perhaps none
 */
public record Secret(Octets bytes) {
  /** No key. */
  public static final Secret NONE = new Secret(Octets.EMPTY);

  @Override
  public String toString() {
    return "secret of " + bytes.length() + " bytes";
  }
}
