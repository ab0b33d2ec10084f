package io.apfw.agent.dtls;

/**
 * How handshakes are led.
 *
 * @param handshakeMillis how long a handshake may take, 1 or more; measured on the wall clock, so
 *     WaitDTLS of the WTP machine stands behind it
 * @param rsaKeyTransport whether TLS_RSA_WITH_AES_128_CBC_SHA is offered last: RFC 5415 section
 *     2.4.4.1 demands it and old ACs know nothing else, but it has no forward secrecy
 */
public record DtlsSettings(int handshakeMillis, boolean rsaKeyTransport) {
  public DtlsSettings {
    if (handshakeMillis < 1) {
      throw new IllegalArgumentException("handshakeMillis " + handshakeMillis + ": 1 or more");
    }
  }
}
