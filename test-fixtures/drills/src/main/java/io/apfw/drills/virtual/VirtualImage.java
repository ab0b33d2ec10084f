package io.apfw.drills.virtual;

import io.apfw.update.ManifestFacts;

/**
 * An image, as far as its bytes do not matter.
 *
 * @param version its version
 * @param bytes size of its file; the manifest, signature and block map take {@value #HEAD_BYTES} of
 *     them at most
 * @param flaw what is wrong with it
 */
public record VirtualImage(String version, long bytes, Flaw flaw) {
  private static final long HEAD_BYTES = 8_192;

  /** What can be wrong with an image. */
  public enum Flaw {
    NONE,
    /** Its signer chains to a root that the AP does not trust. */
    UNTRUSTED_SIGNER,
    /** Its signer's certificate has expired. */
    EXPIRED_SIGNER,
    /** It is for another family. */
    OTHER_FAMILY,
    /** One of its blocks is not as signed. */
    FLIPPED_BIT,
    /** Its file ends before its payload does. */
    TRUNCATED,
    /** It does not come up: the boot loader's watchdog ends each try. */
    HANGS,
    /** It boots, and the board's check finds it unfit. */
    UNHEALTHY,
    /** It boots, is well, and reaches nobody. */
    NO_NETWORK
  }

  long headBytes() {
    return Math.min(HEAD_BYTES, bytes / 2 + 1);
  }

  /** Other content, other identity. */
  String identity() {
    return "%064x".formatted(31L * version.hashCode() + flaw.ordinal());
  }

  ManifestFacts manifest(String family) {
    return new ManifestFacts(version, family, bytes - headBytes(), identity(), 1);
  }
}
