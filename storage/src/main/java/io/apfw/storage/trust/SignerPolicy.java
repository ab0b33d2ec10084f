package io.apfw.storage.trust;

import java.util.Optional;

/**
 * Whose signature on an image counts.
 *
 * @param roots where every signer's chain must end; asked anew for each image
 * @param names who of those that chain to a root may sign
 * @param revocation what revocation lists decide
 * @param timestamps roots of the time-stamp authorities whose word lets a signer pass that has
 *     expired since it signed; empty, and an expired signer is refused
 */
public record SignerPolicy(
    Roots roots, SignerNames names, Revocation revocation, Optional<TrustStore> timestamps) {
  /** The roots may change while the agent runs: an image may bring new ones. */
  @FunctionalInterface
  public interface Roots {
    /** The roots of now. */
    TrustStore trusted();

    /** The highest serial of the updates that brought roots; 0 before the first. */
    default long serial() {
      return 0;
    }
  }

  /** Anybody below these roots, by the revocation lists that are known; expired is expired. */
  public static SignerPolicy of(TrustStore roots) {
    return new SignerPolicy(() -> roots, SignerNames.ANY, Revocation.KNOWN, Optional.empty());
  }
}
