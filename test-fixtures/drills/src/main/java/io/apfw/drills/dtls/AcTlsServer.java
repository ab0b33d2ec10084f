package io.apfw.drills.dtls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JceDefaultTlsCredentialedDecryptor;
import org.jspecify.annotations.Nullable;

/** What the AC says in one handshake; a WTP's certificate is demanded, or the key it shares. */
final class AcTlsServer extends DefaultTlsServer {
  private final JcaTlsCrypto crypto;
  private final AcIdentity identity;
  private final WtpCheck check;
  private final int handshakeMillis;
  private final Manners manners;
  private @Nullable String refusal;
  private @Nullable String peerName;
  private boolean peerClosed;

  AcTlsServer(
      JcaTlsCrypto crypto,
      AcIdentity identity,
      WtpCheck check,
      int handshakeMillis,
      Manners manners) {
    super(crypto);
    this.crypto = crypto;
    this.identity = identity;
    this.check = check;
    this.handshakeMillis = handshakeMillis;
    this.manners = manners;
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
    return manners.version().only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return manners.suites();
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return handshakeMillis;
  }

  @Override
  public @Nullable CertificateRequest getCertificateRequest() {
    if (manners.psk().isPresent()) {
      return null;
    }
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        manners.legacy() ? null : TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
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
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.key(),
        chain(),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  protected TlsCredentialedDecryptor getRSAEncryptionCredentials() throws IOException {
    return new JceDefaultTlsCredentialedDecryptor(crypto, chain(), identity.key());
  }

  @Override
  public @Nullable TlsCredentials getCredentials() throws IOException {
    return manners.psk().isPresent() ? null : super.getCredentials();
  }

  @Override
  public @Nullable TlsPSKIdentityManager getPSKIdentityManager() {
    return manners.psk().map(AcTlsServer::keys).orElse(null);
  }

  private static TlsPSKIdentityManager keys(Psk psk) {
    byte[] name = psk.identity().getBytes(StandardCharsets.UTF_8);
    return new TlsPSKIdentityManager() {
      @Override
      public byte @Nullable [] getHint() {
        return null;
      }

      @Override
      public byte @Nullable [] getPSK(byte[] identity) {
        return Arrays.equals(name, identity) ? psk.key().toArray() : null;
      }
    };
  }

  private Certificate chain() throws IOException {
    TlsCertificate[] chain = new TlsCertificate[identity.chain().size()];
    try {
      for (int i = 0; i < chain.length; i++) {
        chain[i] = crypto.createCertificate(identity.chain().get(i).getEncoded());
      }
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
    return new Certificate(chain);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    if (description == AlertDescription.close_notify) {
      peerClosed = true;
    }
  }
}
