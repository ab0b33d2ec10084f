package io.apfw.storage.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The roots that are believed.
 *
 * @param roots at least one
 */
public record TrustStore(List<X509Certificate> roots) {
  /** Refuses to trust nobody, which is a mistake of the configuration. */
  public TrustStore {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("a trust store needs at least one root certificate");
    }
    roots = List.copyOf(roots);
  }

  /**
   * The roots of a PEM file.
   *
   * @throws IOException when it cannot be read or holds no certificate
   */
  public static TrustStore load(Path pem) throws IOException {
    return new TrustStore(Pem.certificates(pem));
  }
}
