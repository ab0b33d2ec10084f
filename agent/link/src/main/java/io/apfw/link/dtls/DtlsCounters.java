package io.apfw.link.dtls;

/**
 * What a session threw away.
 *
 * @param forged records that the filter dropped: malformed, or such that they would kill a session
 * @param undecryptable datagrams that passed the filter but gave nothing: replayed, tampered with,
 *     or of another session (RFC 5415 section 2.4.3, DTLSDecapFailure)
 * @param overflowed datagrams dropped while the handshake's queue was full
 */
public record DtlsCounters(long forged, long undecryptable, long overflowed) {
  public static final DtlsCounters NONE = new DtlsCounters(0, 0, 0);

  /** Of two sessions together. */
  public DtlsCounters plus(DtlsCounters other) {
    return new DtlsCounters(
        forged + other.forged, undecryptable + other.undecryptable, overflowed + other.overflowed);
  }
}
