package io.apfw.link.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One DTLS session with one AC.
 *
 * <p>The handshake blocks a short-lived thread of its own, which is the only user of Bouncy
 * Castle's session until it posts its result to the event loop; from then on the event loop is.
 * Datagrams that arrive in between wait in a queue and are read right after {@link
 * Listener#established}. Every method belongs to the event loop.
 */
public final class DtlsSession {
  /** A datagram's most room for records: 1472 bytes of UDP payload less the CAPWAP DTLS header. */
  public static final int RECORD_BYTES_MAX = 1472 - 4;

  /** Hears of a session, on the event loop. */
  public interface Listener {
    /** DTLSEstablished. */
    void established(DtlsAgreement agreement);

    /**
     * The handshake failed; the session is over.
     *
     * @param reason for a log line
     * @param authentication whether it failed over a certificate or a key (DTLSAuthenticateFail)
     *     rather than for silence, loss or a disagreement (DTLSAborted)
     */
    void failed(String reason, boolean authentication);

    /**
     * Plaintext of one record.
     *
     * @param plaintext only valid until the method returns
     */
    void received(ByteBuffer plaintext);

    /**
     * DTLSPeerDisconnect: the AC has ended an established session, or it broke.
     *
     * @param reason for a log line
     */
    void closed(String reason);
  }

  private enum State {
    HANDSHAKE,
    OPEN,
    ENDED
  }

  private final WtpTlsClient client;
  private final LoopTransport transport;
  private final RecordFilter filter;
  private final Executor loop;
  private final Listener listener;
  private final byte[] plaintext = new byte[LoopTransport.RECEIVE_BYTES_MAX];
  private final byte[] outgoing = new byte[RECORD_BYTES_MAX];
  private State state = State.HANDSHAKE;
  private @Nullable DTLSTransport dtls; // null until the hand-over
  private long undecryptable;

  DtlsSession(
      WtpTlsClient client,
      LoopTransport transport,
      RecordFilter filter,
      Executor loop,
      Listener listener) {
    this.client = client;
    this.transport = transport;
    this.filter = filter;
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Takes a datagram from the AC, without the CAPWAP DTLS header. Broken, forged and foreign ones
   * are counted and dropped.
   */
  public void receive(ByteBuffer records) {
    switch (state) {
      case HANDSHAKE -> transport.offer(records);
      case OPEN -> decrypt(records);
      case ENDED -> {}
    }
  }

  /**
   * Sets how many bytes of records a datagram carries from now on, the handshake's next flight
   * included; at most {@link #RECORD_BYTES_MAX}.
   */
  public void mtu(int recordBytes) {
    transport.sendLimit(recordBytes);
  }

  /** The most plaintext bytes that {@link #send} takes; 0 unless established. */
  public int sendBytesMax() {
    try {
      return dtls == null ? 0 : dtls.getSendLimit();
    } catch (IOException e) {
      throw new IllegalStateException("the send limit of an open session", e);
    }
  }

  /**
   * Encrypts and sends one datagram; without effect unless established.
   *
   * @throws IllegalArgumentException if there are more bytes than {@link #sendBytesMax}
   */
  public void send(ByteBuffer message) {
    DTLSTransport open = dtls;
    if (state != State.OPEN || open == null) {
      return;
    }
    int length = message.remaining();
    if (length > sendBytesMax()) {
      throw new IllegalArgumentException(
          length + " bytes for one DTLS record: at most " + sendBytesMax());
    }
    message.get(outgoing, 0, length);
    try {
      open.send(outgoing, 0, length);
    } catch (IOException e) {
      // Later, for the caller is in the middle of something.
      loop.execute(() -> end("sending failed: " + e.getMessage()));
    }
  }

  /** Ends the session politely (DTLSShutdown); the listener hears no more of it. */
  public void close() {
    if (state == State.HANDSHAKE) {
      transport.abort();
    } else if (state == State.OPEN) {
      closeQuietly();
    }
    state = State.ENDED;
  }

  /** Ends the session without a word to the AC (DTLSAbortSession); the listener hears no more. */
  public void abort() {
    transport.abort();
    state = State.ENDED;
  }

  /** What {@link DtlsConnector#connect} can resume; null before the session is established. */
  @Nullable TlsSession resumable() {
    return dtls == null ? null : client.session();
  }

  public DtlsCounters counters() {
    return new DtlsCounters(filter.dropped(), undecryptable, transport.overflowed());
  }

  /** The worker's whole life. */
  void handshake() {
    Runnable result;
    try {
      DTLSTransport established = new DTLSClientProtocol().connect(client, transport);
      result = () -> opened(established);
    } catch (IOException | RuntimeException e) {
      result = () -> handshakeFailed(e);
    }
    try {
      loop.execute(result);
    } catch (RejectedExecutionException e) {
      transport.abort(); // the agent is ending: nobody is left to tell
    }
  }

  private void opened(DTLSTransport established) {
    boolean lastWasOurs = client.agreement().resumed();
    transport.handOver(lastWasOurs ? RecordFilter.InClear.HANDSHAKE : RecordFilter.InClear.NOTHING);
    dtls = established;
    if (state == State.ENDED) {
      closeQuietly();
      return;
    }
    state = State.OPEN;
    listener.established(client.agreement());
    try {
      deliverPending(established);
    } catch (IOException e) {
      end("the session broke: " + e.getMessage());
    }
    for (byte[] early = transport.poll();
        early != null && state == State.OPEN;
        early = transport.poll()) {
      decrypt(ByteBuffer.wrap(early));
    }
  }

  private void handshakeFailed(Exception cause) {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    String authentication =
        cause instanceof TlsTimeoutException ? client.timedOut() : client.authenticationFailure();
    if (authentication != null) {
      listener.failed(authentication, true);
    } else if (cause instanceof TlsTimeoutException) {
      listener.failed(
          "no DTLS session within " + client.getHandshakeTimeoutMillis() + " ms", false);
    } else if (cause instanceof TlsFatalAlertReceived alert) {
      listener.failed("the AC ended the handshake: " + alert.getMessage(), false);
    } else {
      listener.failed("the handshake failed: " + cause.getMessage(), false);
    }
  }

  private void decrypt(ByteBuffer records) {
    DTLSTransport open = dtls;
    if (open == null) {
      return;
    }
    long forgedBefore = filter.dropped();
    boolean gaveNothing = false;
    transport.present(records);
    try {
      int length = open.receive(plaintext, 0, plaintext.length, 1);
      gaveNothing = length < 0;
      deliver(length);
      deliverPending(open);
    } catch (InterruptedIOException e) {
      gaveNothing = true;
    } catch (IOException e) {
      end("the session broke: " + e.getMessage());
    }
    if (state == State.OPEN && client.peerClosed()) {
      end("the AC sent close_notify");
    } else if (gaveNothing && filter.dropped() == forgedBefore) {
      undecryptable++;
    }
  }

  /** The other records of the last datagram, which Bouncy Castle keeps. */
  private void deliverPending(DTLSTransport open) throws IOException {
    for (int length = 0; length >= 0 && state == State.OPEN; ) {
      length = open.receivePending(plaintext, 0, plaintext.length);
      deliver(length);
    }
  }

  private void deliver(int length) {
    if (length > 0) {
      listener.received(ByteBuffer.wrap(plaintext, 0, length));
    }
  }

  private void end(String reason) {
    if (state == State.OPEN) {
      state = State.ENDED;
      listener.closed(reason);
    }
  }

  private void closeQuietly() {
    try {
      if (dtls != null) {
        dtls.close();
      }
    } catch (IOException e) {
      // The AC finds out by itself: a lost close_notify is not sent again either.
    }
  }
}
