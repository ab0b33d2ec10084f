package io.apfw.agent.dtls;

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
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What the WTP says in a handshake: DTLS 1.2 only, its certificate, and no to a false AC. */
final class WtpTlsClient extends DefaultTlsClient {
  // Strongest first. The last is there for RFC 5415 section 2.4.4.1.
  private static final int[] SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
  };

  private final JcaTlsCrypto crypto;
  private final DtlsIdentity identity;
  private final PeerPolicy policy;
  private final DtlsSettings settings;
  private int cipherSuite;
  private @Nullable RecordShape shape;
  private @Nullable String authenticationFailure;
  private @Nullable X509Certificate peer;
  private boolean peerClosed;

  WtpTlsClient(
      JcaTlsCrypto crypto, DtlsIdentity identity, PeerPolicy policy, DtlsSettings settings) {
    super(crypto);
    this.crypto = crypto;
    this.identity = identity;
    this.policy = policy;
    this.settings = settings;
  }

  /** The lengths of encrypted records, null before the AC has chosen a cipher suite. */
  @Nullable RecordShape recordShape() {
    if (shape == null && cipherSuite != 0) {
      SecurityParameters parameters = context.getSecurityParameters();
      shape = RecordShape.of(cipherSuite, parameters.isEncryptThenMAC());
    }
    return shape;
  }

  /** Why a certificate stood in the way, ours or the AC's; null if none did. */
  @Nullable String authenticationFailure() {
    return authenticationFailure;
  }

  /** The AC's certificate, once it has been accepted. */
  @Nullable X509Certificate peer() {
    return peer;
  }

  /** Whether the AC has sent close_notify; Bouncy Castle's receive shows that as a timeout. */
  boolean peerClosed() {
    return peerClosed;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    int[] suites = SUITES;
    if (settings.rsaKeyTransport()) {
      suites = java.util.Arrays.copyOf(SUITES, SUITES.length + 1);
      suites[SUITES.length] = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA;
    }
    return suites;
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
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    if (description == AlertDescription.close_notify) {
      peerClosed = true;
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
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return credentials(request);
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

  private TlsCredentials credentials(CertificateRequest request) throws IOException {
    List<TlsCertificate> chain = new ArrayList<>();
    try {
      for (X509Certificate each : identity.chain()) {
        chain.add(crypto.createCertificate(each.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        new Certificate(chain.toArray(TlsCertificate[]::new)),
        signatureAlgorithm(request.getSupportedSignatureAlgorithms()));
  }

  private SignatureAndHashAlgorithm signatureAlgorithm(Vector<?> offered) throws IOException {
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
