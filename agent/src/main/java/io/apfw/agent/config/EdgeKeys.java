package io.apfw.agent.config;

import io.apfw.link.dtls.DtlsPsk;
import java.util.List;

/** Keys of the configuration file: DTLS and UDP. */
final class EdgeKeys {
  private EdgeKeys() {}

  static void addTo(KeyTable keys) {
    keys.choice(
        "dtls.credentials",
        List.of("certificate", "psk"),
        "certificate",
        "What the AP and its ACs prove themselves with: certificate takes dtls.certificate, dtls.key"
            + " and dtls.trust; psk takes dtls.pskIdentity and dtls.pskKeyFile.");
    keys.optionalFile("dtls.certificate", "The AP's certificate in PEM, its issuers behind it.");
    keys.optionalFile("dtls.key", "The certificate's private key in PEM (PKCS #8).");
    keys.optionalFile("dtls.trust", "The root certificates of the ACs in PEM.");
    keys.text(
        "dtls.pskIdentity",
        1,
        DtlsPsk.IDENTITY_BYTES_MAX,
        "",
        false,
        "The name of the pre-shared key at the ACs; it is sent in clear.");
    keys.optionalFile(
        "dtls.pskKeyFile",
        "The pre-shared key, 32 to 128 hexadecimal digits, in a file that only its owner may read"
            + " or write.");
    keys.choice(
        "dtls.peerWithoutEku",
        List.of("refuse", "accept"),
        "refuse",
        "An AC whose certificate has no extended key usage at all. One that has it must name"
            + " id-kp-capwapAC or anyExtendedKeyUsage in either case.");
    keys.flag(
        "dtls.legacy",
        "Whether DTLS 1.0 and RSA key transport (TLS_RSA_WITH_AES_128_CBC_SHA) are offered as the"
            + " last resort; some old ACs know nothing better. They are weak: a warning says when"
            + " an AC takes them.");
    keys.millis(
        "dtls.handshakeMillis",
        50_000,
        "How long a DTLS handshake may take; less than timers.waitDtlsMillis.");
    keys.flag(
        "dtls.dataChannel", "Whether the data channel runs over DTLS, too, rather than in clear.");
    keys.text(
        "udp.localAddress",
        1,
        64,
        "",
        false,
        "The local IP address to use; by default any of them.");
    keys.number(
        "udp.receiveBufferBytes",
        0,
        16_777_216,
        KeyTable.BYTES,
        "262144",
        "The sockets' receive buffer; 0 leaves it to the system.");
  }
}
