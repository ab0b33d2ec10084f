package io.apfw.agent.dtls;

import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ExtendedUsage;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/**
 * An AC is who a configured root says it is, for id-kp-capwapAC, today (RFC 5415 sections 2.4.4.3
 * and 12.7).
 */
public final class CapwapAcPolicy implements PeerPolicy {
  private final ChainVerifier verifier;
  private final InstantSource wallClock;

  /**
   * Judges by one set of roots.
   *
   * @param wallClock the time that certificates are about, not protocol time
   */
  public CapwapAcPolicy(ChainVerifier verifier, InstantSource wallClock) {
    this.verifier = verifier;
    this.wallClock = wallClock;
  }

  @Override
  public void check(List<X509Certificate> chain) throws PeerRefusedException {
    ChainVerdict verdict = verifier.verify(chain, ExtendedUsage.CAPWAP_AC, wallClock.instant());
    if (verdict instanceof ChainVerdict.Refused refused) {
      // An AP without a battery starts somewhere in 1970: then every certificate is of the future.
      String hint =
          refused.fault() == ChainVerdict.ChainFault.NOT_YET_VALID
              ? ", the clock of this AP: set it if it is wrong, as it is where no time source was"
                  + " reached since power came on"
              : "";
      throw new PeerRefusedException("the AC's certificate is refused: " + refused.detail() + hint);
    }
  }
}
