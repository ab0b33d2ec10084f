package io.apfw.drills.dtls;

import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ExtendedUsage;
import io.apfw.storage.trust.NoUsagePolicy;
import io.apfw.storage.trust.TrustStore;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/**
 * A WTP whose chain leads to a root of ours and whose certificate is for WTPs; one without any
 * extended key usage is refused.
 *
 * @param trust the roots
 * @param clock tells the instant at which certificates must be valid
 */
public record TrustedWtp(TrustStore trust, Clock clock) implements WtpCheck {
  @Override
  public void check(List<X509Certificate> chain) throws GeneralSecurityException {
    ChainVerdict verdict =
        new ChainVerifier(trust, NoUsagePolicy.REFUSE)
            .verify(chain, ExtendedUsage.CAPWAP_WTP, clock.instant());
    if (verdict instanceof ChainVerdict.Refused refused) {
      throw new GeneralSecurityException(refused.detail());
    }
  }
}
