package io.apfw.drills.dtls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What the AC says in one handshake: DTLS 1.2, ECDSA, and a certificate is demanded. */
final class AcTlsServer extends DefaultTlsServer {
  private static final int[] SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
  };

  private final JcaTlsCrypto crypto;
  private final AcIdentity identity;
  private final WtpCheck check;
  private final int handshakeMillis;
  private @Nullable String refusal;
  private @Nullable String peerName;
  private boolean peerClosed;

  AcTlsServer(JcaTlsCrypto crypto, AcIdentity identity, WtpCheck check, int handshakeMillis) {
    super(crypto);
    this.crypto = crypto;
    this.identity = identity;
    this.check = check;
    this.handshakeMillis = handshakeMillis;
  }

  /** Why the peer's certificate was refused; null if it was not. */
  @Nullable String refusal() {
    return refusal;
  }

  /** The subject of the accepted certificate. */
  String peerName() {
    return peerName == null ? "" : peerName;
  }

  /** Whether close_notify or a fatal alert came; Bouncy Castle's receive shows both as silence. */
  boolean peerClosed() {
    return peerClosed;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return SUITES;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return handshakeMillis;
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
        null);
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate.isEmpty()) {
      throw refuse(AlertDescription.handshake_failure, "the WTP sent no certificate", null);
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (TlsCertificate one : certificate.getCertificateList()) {
        chain.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(one.getEncoded())));
      }
      check.check(chain);
      peerName = chain.get(0).getSubjectX500Principal().getName();
    } catch (GeneralSecurityException e) {
      throw refuse(AlertDescription.bad_certificate, String.valueOf(e.getMessage()), e);
    }
  }

  private TlsFatalAlert refuse(short alert, String why, @Nullable Exception cause) {
    refusal = why;
    return new TlsFatalAlert(alert, cause);
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    TlsCertificate[] chain = new TlsCertificate[identity.chain().size()];
    try {
      for (int i = 0; i < chain.length; i++) {
        chain[i] = crypto.createCertificate(identity.chain().get(i).getEncoded());
      }
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        new Certificate(chain),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    if (description == AlertDescription.close_notify) {
      peerClosed = true;
    }
  }
}
