package io.apfw.drills.dtls;

import java.util.Optional;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;

/**
 * How an AC's DTLS differs from others'.
 *
 * @param cookieBytes of its HelloVerifyRequest, which says DTLS 1.0 as RFC 6347 section 4.2.1 asks;
 *     0 to 255
 * @param datagramBytesMax its MTU, less IP, UDP and CAPWAP headers: no datagram is longer
 * @param wholeHelloOnly a ClientHello in fragments is dropped
 * @param legacy DTLS 1.0, RSA key transport and CBC, and nothing else; needs an RSA identity
 * @param psk instead of certificates
 */
public record Manners(
    int cookieBytes,
    int datagramBytesMax,
    boolean wholeHelloOnly,
    boolean legacy,
    Optional<Psk> psk) {
  /** DTLS 1.2 with certificates, a path of MTU 1500. */
  public static final Manners USUAL =
      new Manners(32, PeerTransport.RECORD_BYTES_MAX, false, false, Optional.empty());

  private static final int[] ECDSA = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
  };
  private static final int[] RSA = {CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA};
  private static final int[] PRE_SHARED = {CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256};

  public Manners {
    if (cookieBytes < 0 || cookieBytes > 255) {
      throw new IllegalArgumentException("cookie of " + cookieBytes + " bytes: 0 to 255");
    }
    if (datagramBytesMax < 200 || datagramBytesMax > PeerTransport.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "datagrams of " + datagramBytesMax + " bytes: 200 to " + PeerTransport.RECORD_BYTES_MAX);
    }
  }

  /** With cookies of that length. */
  public static Manners cookie(int bytes) {
    return new Manners(bytes, USUAL.datagramBytesMax, false, false, Optional.empty());
  }

  /** With datagrams of that length at most. */
  public static Manners datagrams(int bytesMax) {
    return new Manners(USUAL.cookieBytes, bytesMax, false, false, Optional.empty());
  }

  /** Without a memory for pieces of a ClientHello. */
  public static Manners wholeHello() {
    return new Manners(USUAL.cookieBytes, USUAL.datagramBytesMax, true, false, Optional.empty());
  }

  /** As controllers were before DTLS 1.2. */
  public static Manners old() {
    return new Manners(USUAL.cookieBytes, USUAL.datagramBytesMax, false, true, Optional.empty());
  }

  /** With a pre-shared key. */
  public static Manners preShared(Psk key) {
    return new Manners(USUAL.cookieBytes, USUAL.datagramBytesMax, false, false, Optional.of(key));
  }

  int[] suites() {
    return legacy ? RSA.clone() : psk.isPresent() ? PRE_SHARED.clone() : ECDSA.clone();
  }

  ProtocolVersion version() {
    return legacy ? ProtocolVersion.DTLSv10 : ProtocolVersion.DTLSv12;
  }
}
