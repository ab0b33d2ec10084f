package io.apfw.link.dtls;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of Bouncy Castle and drops records that no honest peer sends.
 *
 * <p>Bouncy Castle answers some malformed records with a fatal alert where RFC 6347 section 4.1.2.7
 * wants a silent discard: an encrypted record too short for its cipher or not of whole blocks, and
 * any record of version FE FE. None of them needs a key, so one forged datagram would end a session
 * (measured with 1.84).
 *
 * <p>A forged record that looks like an honest one passes, is decrypted in vain and counted. There
 * is no share for these as for what comes in clear: it would be used up by the forger and shut out
 * the AC, and what one costs is bounded by the datagram's length, of which no more is received than
 * the socket's buffer takes while the event loop works.
 *
 * <p>A DTLS record's header is 13 bytes, big-endian: content type (1), version (2), epoch (2),
 * sequence number (6), length of the body (2).
 */
final class RecordFilter {
  /** What may still come without encryption, in epoch 0. */
  enum InClear {
    /** The handshake is under way. */
    ALL,

    /**
     * It is over, and our flight was its last: an AC that has not heard it sends all of its own
     * again, and is to get ours again (RFC 6347 section 4.2.4). So it is in a resumed session.
     */
    HANDSHAKE,

    /** It is over. */
    NOTHING
  }

  static final int HEADER_BYTES = 13;

  private static final int TYPE_CHANGE_CIPHER_SPEC = 20;
  private static final int TYPE_HANDSHAKE = 22;
  private static final int TYPE_APPLICATION_DATA = 23;
  private static final int VERSION_DTLS_1_0 = 0xfeff;
  private static final int VERSION_DTLS_1_2 = 0xfefd;

  private final AtomicLong dropped = new AtomicLong();

  /** Records dropped so far; readable from any thread. */
  long dropped() {
    return dropped.get();
  }

  /**
   * Closes up the records that may pass, in place.
   *
   * @param shape of the encrypted records, null until the cipher suite is agreed on
   * @return how many of the {@code length} bytes from {@code offset} on are left; 0 for none
   */
  int filter(
      byte[] datagram, int offset, int length, @Nullable RecordShape shape, InClear inClear) {
    int end = offset + length;
    int from = offset;
    int to = offset;
    while (from < end) {
      int left = end - from;
      int recordBytes = left < HEADER_BYTES ? left + 1 : HEADER_BYTES + uint16(datagram, from + 11);
      if (recordBytes > left) {
        dropped.incrementAndGet(); // cut off: where the next record would begin is unknown
        break;
      }
      if (passes(datagram, from, recordBytes - HEADER_BYTES, shape, inClear)) {
        if (from != to) {
          System.arraycopy(datagram, from, datagram, to, recordBytes);
        }
        to += recordBytes;
      } else {
        dropped.incrementAndGet();
      }
      from += recordBytes;
    }
    return to - offset;
  }

  private static boolean passes(
      byte[] datagram, int at, int bodyBytes, @Nullable RecordShape shape, InClear inClear) {
    int type = datagram[at] & 0xff;
    if (type < TYPE_CHANGE_CIPHER_SPEC || type > TYPE_APPLICATION_DATA) {
      return false;
    }
    int version = uint16(datagram, at + 1);
    int epoch = uint16(datagram, at + 3);
    if (epoch == 0) {
      // A HelloVerifyRequest says 1.0 whatever comes after it (RFC 6347 section 4.2.1).
      boolean due =
          inClear == InClear.ALL || (inClear == InClear.HANDSHAKE && type == TYPE_HANDSHAKE);
      return due && bodyBytes > 0 && (version == VERSION_DTLS_1_2 || version == VERSION_DTLS_1_0);
    }
    return epoch == 1 && shape != null && version == shape.version() && shape.fits(bodyBytes);
  }

  private static int uint16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
