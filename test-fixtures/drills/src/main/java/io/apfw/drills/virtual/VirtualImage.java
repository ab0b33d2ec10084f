package io.apfw.drills.virtual;

import io.apfw.drills.text.Script.Flaw;
import io.apfw.update.ManifestFacts;

/**
 * An image, as far as its bytes do not matter.
 *
 * @param version its version
 * @param bytes size of its file; the manifest, signature and block map take {@value #HEAD_BYTES} of
 *     them at most
 * @param flaw what is wrong with it
 */
record VirtualImage(String version, long bytes, Flaw flaw) {
  private static final long HEAD_BYTES = 8_192;

  long headBytes() {
    return Math.min(HEAD_BYTES, bytes / 2 + 1);
  }

  /** Other content, other identity. */
  String identity() {
    return "%064x".formatted((version + " " + flaw).hashCode());
  }

  ManifestFacts manifest(String family) {
    return new ManifestFacts(version, family, bytes - headBytes(), identity(), 1);
  }
}
