package io.apfw.capwap.wtp;

/**
 * How long the WTP's IP packets to its AC may be.
 *
 * @param searched whether the path is asked, RFC 5415 section 3.5
 * @param bytesMax the longest packet tried, and sent where the path is not asked; {@value
 *     #BYTES_MIN} to {@value #BYTES_MAX}
 */
public record MtuPolicy(boolean searched, int bytesMax) {
  /** What every host takes over IPv4 (RFC 1122 section 3.3.3). */
  public static final int BYTES_MIN = 576;

  /** Ethernet's; with it DTLS has the RFC's default MTU of 1468. */
  public static final int BYTES_MAX = 1500;

  /** What every path of IPv6 takes (RFC 8200 section 5). */
  public static final int IPV6_BYTES_MIN = 1280;

  public MtuPolicy {
    if (bytesMax < BYTES_MIN || bytesMax > BYTES_MAX) {
      throw new IllegalArgumentException(
          "path MTU of " + bytesMax + " bytes: " + BYTES_MIN + " to " + BYTES_MAX);
    }
  }

  /** No path is asked. */
  public static MtuPolicy fixed() {
    return new MtuPolicy(false, BYTES_MAX);
  }

  /** The length that is safe on every path to that AC. */
  public int safe(Endpoint ac) {
    return Math.min(bytesMax, ac.ipv6() ? IPV6_BYTES_MIN : BYTES_MIN);
  }
}
