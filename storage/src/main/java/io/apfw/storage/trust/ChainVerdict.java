package io.apfw.storage.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/** What a chain of certificates is worth. */
public sealed interface ChainVerdict {
  /**
   * It holds.
   *
   * @param path from the end certificate to the last one below the root
   */
  record Trusted(List<X509Certificate> path) implements ChainVerdict {}

  /**
   * It does not hold.
   *
   * @param detail names the certificate and what is wrong with it
   */
  record Refused(ChainFault fault, String detail) implements ChainVerdict {}

  /** Why a chain does not hold. */
  enum ChainFault {
    /** No certificate was presented, or one cannot be read. */
    MALFORMED,
    /** It does not lead to a configured root, or a certificate in between may not sign others. */
    UNTRUSTED,
    /** A certificate has expired. */
    EXPIRED,
    /** A certificate is not valid yet. */
    NOT_YET_VALID,
    /** The end certificate is not for this purpose. */
    USAGE
  }
}
