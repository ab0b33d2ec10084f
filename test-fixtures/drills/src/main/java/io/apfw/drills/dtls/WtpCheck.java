package io.apfw.drills.dtls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Decides whether a certificate chain belongs to a WTP (RFC 5415 sections 2.4.4.3 and 12.8). */
@FunctionalInterface
public interface WtpCheck {
  /**
   * Called on a handshake's thread.
   *
   * @param chain as the peer sent it, its own certificate first; at least one
   * @throws GeneralSecurityException saying why the peer is refused
   */
  void check(List<X509Certificate> chain) throws GeneralSecurityException;
}
