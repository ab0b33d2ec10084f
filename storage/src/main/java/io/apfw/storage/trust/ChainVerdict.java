package io.apfw.storage.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What a chain of certificates is worth. */
public sealed interface ChainVerdict {
  /**
   * It holds.
   *
   * @param path from the end certificate to the last one below the root
   */
  record Trusted(List<X509Certificate> path) implements ChainVerdict {
    /** When the latest of these certificates begins: it cannot be earlier than that. */
    public Instant beginning() {
      return ChainVerdict.beginning(path);
    }
  }

  /**
   * It does not hold.
   *
   * @param detail names the certificate and what is wrong with it
   */
  record Refused(ChainFault fault, String detail) implements ChainVerdict {
    /** Whether it would hold at another time. */
    public boolean ofTime() {
      return fault == ChainFault.EXPIRED || fault == ChainFault.NOT_YET_VALID;
    }
  }

  /** When the latest of some certificates begins; at least one. */
  static Instant beginning(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> certificate.getNotBefore().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

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
