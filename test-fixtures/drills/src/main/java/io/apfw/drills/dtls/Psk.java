package io.apfw.drills.dtls;

import io.apfw.capwap.wire.Octets;

/**
 * A key that the AC shares with its WTPs.
 *
 * @param identity what the WTP has to call it
 * @param key the key
 */
public record Psk(String identity, Octets key) {
  /** No key in a log line. */
  @Override
  public String toString() {
    return "Psk[" + identity + ']';
  }
}
