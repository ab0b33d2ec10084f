package io.apfw.link;

import io.apfw.capwap.wire.Parsed;

/** Why something was dropped. */
final class Reasons {
  private Reasons() {}

  static String of(Parsed<?> parsed) {
    return parsed instanceof Parsed.Malformed<?> malformed
        ? malformed.reason() + " (at byte " + malformed.offset() + ")"
        : "a fragment outside a session";
  }
}
