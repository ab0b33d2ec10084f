package io.apfw.link.dtls;

import java.security.cert.X509Certificate;
import java.util.List;

/** Decides whether a certificate chain belongs to an AC (RFC 5415 section 2.4.4.3). */
public interface PeerPolicy {
  /**
   * Called on the handshake's worker thread.
   *
   * @param chain as the peer sent it, its own certificate first; at least one
   * @throws PeerRefusedException if the peer is to be refused
   */
  void check(List<X509Certificate> chain) throws PeerRefusedException;
}
