package io.apfw.agent.tls;

import io.apfw.fetch.FaultChain;
import io.apfw.storage.trust.ChainVerdict;
import io.apfw.storage.trust.TimeReading;
import io.apfw.storage.trust.TrustedClock;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The JDK's PKIX at the time of a {@link TrustedClock}. As with controllers, a certificate that is
 * not valid yet by a clock that nobody believes is judged when its chain begins, as long as that is
 * believable; and who is trusted proves that it is this late.
 */
final class TimedTrust implements X509TrustManager {
  private final Set<TrustAnchor> anchors;
  private final X509Certificate[] issuers;
  private final TrustedClock clock;

  TimedTrust(List<X509Certificate> roots, TrustedClock clock) throws GeneralSecurityException {
    this.anchors =
        roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
    this.issuers = roots.toArray(X509Certificate[]::new);
    this.clock = clock;
    // What is wrong with the roots is to be heard of now, and not at the first connection.
    at(Instant.EPOCH);
  }

  private X509TrustManager at(Instant time) throws GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(time));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private void check(X509Certificate[] chain, String keys, Instant time)
      throws CertificateException {
    try {
      at(time).checkServerTrusted(chain, keys);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateException("cannot be judged: " + e.getMessage(), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keys) throws CertificateException {
    TimeReading now = clock.reading();
    try {
      check(chain, keys, now.at());
    } catch (CertificateException e) {
      if (!ofTime(e)) {
        throw e;
      }
      Instant beginning = ChainVerdict.beginning(List.of(chain));
      if (now.clockBelieved() || !early(e) || beginning.isAfter(now.latest())) {
        throw worded(e, now);
      }
      check(chain, keys, beginning);
    }
    clock.prove(chain[0].getNotBefore().toInstant());
  }

  private static boolean early(CertificateException e) {
    return FaultChain.find(e, CertificateNotYetValidException.class) != null;
  }

  private static boolean ofTime(CertificateException e) {
    return early(e) || FaultChain.find(e, CertificateExpiredException.class) != null;
  }

  private static CertificateException worded(CertificateException e, TimeReading now) {
    String words =
        (early(e) ? "the certificate is not valid yet" : "the certificate has expired")
            + " at "
            + now.at()
            + now.words();
    return early(e)
        ? new CertificateNotYetValidException(words)
        : new CertificateExpiredException(words);
  }

  /** Nobody connects to an AP. */
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keys) throws CertificateException {
    throw new CertificateException("this AP serves nobody");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers.clone();
  }
}
