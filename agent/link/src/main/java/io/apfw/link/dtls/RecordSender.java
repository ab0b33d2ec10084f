package io.apfw.link.dtls;

import java.nio.ByteBuffer;

/**
 * Takes DTLS records to the network. Called on the handshake's worker thread while the handshake
 * lasts and on the event loop afterwards; the buffer is only valid until the method returns.
 *
 * <p>A datagram that cannot be sent is lost, as any datagram may be: nothing is thrown.
 */
public interface RecordSender {
  /**
   * Sends one datagram.
   *
   * @param records at most {@link DtlsSession#RECORD_BYTES_MAX} bytes, for one datagram
   */
  void send(ByteBuffer records);
}
