package io.apfw.link.dtls;

/**
 * What a handshake came to.
 *
 * @param peer who the AC proved to be: the subject of its certificate (RFC 2253), or "PSK" and the
 *     identity of the key it shares with this WTP
 * @param legacy what of it is legacy and only there because {@link DtlsSettings#legacy} allows it,
 *     for a log line; "" for nothing
 * @param resumed whether it continues an earlier session without a handshake of its own
 */
public record DtlsAgreement(String peer, String legacy, boolean resumed) {}
