package io.apfw.link.dtls;

import java.util.Arrays;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsUtils;

/**
 * What a ClientHello offers, strongest first. The last ones of both lists are those of RFC 5415
 * sections 2.4.4.1 and 2.4.4.2 that every AC must have.
 */
final class CipherSuites {
  private static final int[] CERTIFICATE = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
  };

  private static final int[] PSK = {
    CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_DHE_PSK_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256,
    CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_DHE_PSK_WITH_AES_128_CBC_SHA,
    CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA,
  };

  private CipherSuites() {}

  static int[] offered(DtlsCredentials credentials, boolean legacy) {
    if (credentials instanceof DtlsPsk) {
      return PSK.clone();
    }
    if (!legacy) {
      return CERTIFICATE.clone();
    }
    int[] suites = Arrays.copyOf(CERTIFICATE, CERTIFICATE.length + 1);
    suites[CERTIFICATE.length] = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA;
    return suites;
  }

  /** What of an agreement is legacy, in words; "" for nothing. */
  static String legacy(ProtocolVersion version, int suite) {
    boolean old = !version.equals(ProtocolVersion.DTLSv12);
    boolean rsa = TlsUtils.getKeyExchangeAlgorithm(suite) == KeyExchangeAlgorithm.RSA;
    return old && rsa
        ? "DTLS 1.0 and RSA key transport"
        : old ? "DTLS 1.0" : rsa ? "RSA key transport" : "";
  }
}
