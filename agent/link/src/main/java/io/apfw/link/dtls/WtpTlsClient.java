package io.apfw.link.dtls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What the WTP says in a handshake: its certificate or the name of its key, and no to a false AC.
 * DTLS 1.2 only, but for legacy ACs.
 */
final class WtpTlsClient extends DefaultTlsClient {
  private final JcaTlsCrypto crypto;
  private final DtlsCredentials credentials;
  private final PeerPolicy policy;
  private final DtlsSettings settings;
  private final @Nullable TlsSession earlier;
  private int cipherSuite;
  private @Nullable RecordShape shape;
  private @Nullable String authenticationFailure;
  private @Nullable X509Certificate peer;
  private @Nullable TlsSession session;
  private boolean peerClosed;

  WtpTlsClient(
      JcaTlsCrypto crypto,
      DtlsCredentials credentials,
      PeerPolicy policy,
      DtlsSettings settings,
      @Nullable TlsSession earlier) {
    super(crypto);
    this.crypto = crypto;
    this.credentials = credentials;
    this.policy = policy;
    this.settings = settings;
    this.earlier = earlier;
  }

  /** The lengths of encrypted records, null before the AC has chosen a cipher suite. */
  @Nullable RecordShape recordShape() {
    if (shape == null && cipherSuite != 0) {
      SecurityParameters parameters = context.getSecurityParameters();
      shape =
          RecordShape.of(
              parameters.getNegotiatedVersion().getFullVersion(),
              cipherSuite,
              parameters.isEncryptThenMAC());
    }
    return shape;
  }

  /** Why a certificate or a key stood in the way, ours or the AC's; null if none did. */
  @Nullable String authenticationFailure() {
    return authenticationFailure;
  }

  /** What a handshake came to that ended well. */
  DtlsAgreement agreement() {
    SecurityParameters parameters = context.getSecurityParameters();
    String name = peer == null ? "" : peer.getSubjectX500Principal().getName();
    return new DtlsAgreement(
        credentials instanceof DtlsPsk psk ? "PSK " + psk.identity() : name,
        CipherSuites.legacy(parameters.getNegotiatedVersion(), cipherSuite),
        parameters.isResumedSession());
  }

  /** What a later session may resume; null until the handshake is over. */
  @Nullable TlsSession session() {
    return session;
  }

  /**
   * Why a handshake that ran out of time may have: a peer that has another key than ours drops what
   * it cannot decrypt, so that the wrong key looks like loss. Null if it is about no key.
   */
  @Nullable String timedOut() {
    return cipherSuite != 0 && credentials instanceof DtlsPsk psk
        ? "no DTLS session within %d ms: the AC answered, but not under our key; %s"
            .formatted(settings.handshakeMillis(), otherKey(psk))
        : null;
  }

  private static String otherKey(DtlsPsk psk) {
    return "it may have another pre-shared key for identity '%s', or none: compare dtls.pskIdentity and the contents of dtls.pskKeyFile with what the AC has"
        .formatted(psk.identity());
  }

  /** Whether the AC has sent close_notify; Bouncy Castle's receive shows that as a timeout. */
  boolean peerClosed() {
    return peerClosed;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return settings.legacy()
        ? ProtocolVersion.DTLSv12.downTo(ProtocolVersion.DTLSv10)
        : ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return CipherSuites.offered(credentials, settings.legacy());
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return settings.handshakeMillis();
  }

  @Override
  public void notifySelectedCipherSuite(int selectedCipherSuite) {
    super.notifySelectedCipherSuite(selectedCipherSuite);
    cipherSuite = selectedCipherSuite;
  }

  @Override
  public @Nullable TlsPSKIdentity getPSKIdentity() {
    return credentials instanceof DtlsPsk psk
        ? new BasicTlsPSKIdentity(psk.identity(), psk.key())
        : null;
  }

  @Override
  public @Nullable TlsSession getSessionToResume() {
    return earlier;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    session = context.getResumableSession();
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    if (description == AlertDescription.close_notify) {
      peerClosed = true;
    } else if (level == AlertLevel.fatal && credentials instanceof DtlsPsk psk) {
      authenticationFailure =
          "the AC ended the handshake: %s; %s"
              .formatted(AlertDescription.getText(description), otherKey(psk));
    } else if (level == AlertLevel.fatal && aboutCertificates(description)) {
      authenticationFailure =
          "the AC refuses this WTP's certificate: " + AlertDescription.getText(description);
    }
  }

  @Override
  public void notifyAlertRaised(
      short level, short description, @Nullable String message, @Nullable Throwable cause) {
    super.notifyAlertRaised(level, description, message, cause);
    if (level == AlertLevel.fatal
        && authenticationFailure == null
        && aboutCertificates(description)) {
      authenticationFailure =
          "the AC does not prove its certificate: " + AlertDescription.getText(description);
    }
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        checkPeer(server.getCertificate());
      }

      @Override
      public @Nullable TlsCredentials getClientCredentials(CertificateRequest request)
          throws IOException {
        return certificate(request);
      }
    };
  }

  private void checkPeer(Certificate certificate) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (TlsCertificate each : certificate.getCertificateList()) {
        chain.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(each.getEncoded())));
      }
      if (chain.isEmpty()) {
        throw new PeerRefusedException("the AC sent no certificate");
      }
      policy.check(List.copyOf(chain));
      peer = chain.get(0);
    } catch (PeerRefusedException e) {
      authenticationFailure = e.getMessage();
      throw new TlsFatalAlert(AlertDescription.certificate_unknown, e);
    } catch (GeneralSecurityException e) {
      authenticationFailure = "the AC's certificate cannot be read: " + e.getMessage();
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
  }

  private @Nullable TlsCredentials certificate(CertificateRequest request) throws IOException {
    if (!(credentials instanceof DtlsIdentity identity)) {
      return null;
    }
    List<TlsCertificate> chain = new ArrayList<>();
    try {
      for (X509Certificate each : identity.chain()) {
        chain.add(crypto.createCertificate(each.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
    Vector<?> algorithms = request.getSupportedSignatureAlgorithms();
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        new Certificate(chain.toArray(TlsCertificate[]::new)),
        algorithms == null ? null : signatureAlgorithm(identity, algorithms)); // null: DTLS 1.0
  }

  private SignatureAndHashAlgorithm signatureAlgorithm(DtlsIdentity identity, Vector<?> offered)
      throws IOException {
    boolean ec = identity.key().getAlgorithm().equals("EC");
    for (Object each : offered) {
      SignatureAndHashAlgorithm algorithm = (SignatureAndHashAlgorithm) each;
      short signature = algorithm.getSignature();
      boolean ofOurKey =
          ec
              ? signature == SignatureAlgorithm.ecdsa
              : signature == SignatureAlgorithm.rsa
                  || signature == SignatureAlgorithm.rsa_pss_rsae_sha256;
      if (ofOurKey && crypto.hasSignatureAndHashAlgorithm(algorithm)) {
        return algorithm;
      }
    }
    authenticationFailure =
        "the AC accepts no signature of this WTP's " + identity.key().getAlgorithm() + " key";
    throw new TlsFatalAlert(AlertDescription.handshake_failure, authenticationFailure);
  }

  private static boolean aboutCertificates(short description) {
    return switch (description) {
      case AlertDescription.no_certificate,
          AlertDescription.bad_certificate,
          AlertDescription.unsupported_certificate,
          AlertDescription.certificate_revoked,
          AlertDescription.certificate_expired,
          AlertDescription.certificate_unknown,
          AlertDescription.unknown_ca,
          AlertDescription.access_denied,
          AlertDescription.decrypt_error,
          AlertDescription.certificate_required ->
          true;
      default -> false;
    };
  }
}
