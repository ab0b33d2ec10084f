package io.apfw.link.dtls;

import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.ChainVerdict.ChainFault;
import io.apfw.storage.trust.ChainVerifier;
import io.apfw.storage.trust.ExtendedUsage;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustedClock;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * An AC is who a configured root says it is, for id-kp-capwapAC, today (RFC 5415 sections 2.4.4.3
 * and 12.7).
 *
 * <p>What today is, is the {@link TrustedClock}'s to say. Where the system clock is not believed, a
 * certificate that begins after the proven time is no fault of the AC: an AP that boots without the
 * time learns it from nobody unless it joins, and a root has vouched for the later date. It is then
 * judged where it begins, and that becomes the proven time. One that has expired is refused in
 * either case.
 */
public final class CapwapAcPolicy implements PeerPolicy {
  private final ChainVerifier verifier;
  private final TrustedClock clock;

  /** Judges by one set of roots. */
  public CapwapAcPolicy(ChainVerifier verifier, TrustedClock clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  @Override
  public void check(List<X509Certificate> chain) throws PeerRefusedException {
    TimeReading now = clock.reading();
    ChainVerdict verdict = verifier.verify(chain, ExtendedUsage.CAPWAP_AC, now.at());
    if (verdict instanceof ChainVerdict.Refused early
        && early.fault() == ChainFault.NOT_YET_VALID
        && !now.clockBelieved()) {
      Instant beginning = ChainVerdict.beginning(chain);
      if (!beginning.isAfter(now.latest())) {
        verdict = verifier.verify(chain, ExtendedUsage.CAPWAP_AC, beginning);
      }
    }
    if (verdict instanceof ChainVerdict.Refused refused) {
      String hint =
          refused.fault() == ChainFault.NOT_YET_VALID && now.clockBelieved()
              ? ": set it if it is wrong, as it is where no time source was reached since power"
                  + " came on"
              : "";
      throw new PeerRefusedException(
          "the AC's certificate is refused: "
              + refused.detail()
              + (refused.ofTime() ? now.words() : "")
              + hint);
    }
    clock.prove(((ChainVerdict.Trusted) verdict).beginning());
  }
}
