package io.apfw.link.dtls;

/**
 * How handshakes are led.
 *
 * @param handshakeMillis how long a handshake may take, 1 or more; measured on the wall clock, so
 *     WaitDTLS of the WTP machine stands behind it
 * @param legacy whether DTLS 1.0 and TLS_RSA_WITH_AES_128_CBC_SHA are offered as the last resort:
 *     RFC 5415 section 2.4.4.1 demands the cipher suite and old ACs know nothing else, but it has
 *     no forward secrecy
 */
public record DtlsSettings(int handshakeMillis, boolean legacy) {
  public DtlsSettings {
    if (handshakeMillis < 1) {
      throw new IllegalArgumentException("handshakeMillis " + handshakeMillis + ": 1 or more");
    }
  }
}
