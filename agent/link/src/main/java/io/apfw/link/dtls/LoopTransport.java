package io.apfw.link.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * The datagram transport under a session: a queue while the handshake blocks on its worker, one
 * current datagram once the session lives on the event loop.
 *
 * <p>{@link #receive} and {@link #send} belong to the session's owner: the worker until it has
 * posted its result to the event loop, the event loop after that.
 */
final class LoopTransport implements DatagramTransport {
  /** Datagrams that may wait for the handshake's worker: more than one flight of a peer. */
  static final int QUEUE_DATAGRAMS_MAX = 64;

  /** More than any datagram that {@code CapwapUdp} receives. */
  static final int RECEIVE_BYTES_MAX = 2048;

  private static final byte[] WAKE_UP = {};
  private final InterruptedIOException empty = new Empty();

  private final RecordSender sender;
  private final RecordFilter filter;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_DATAGRAMS_MAX);
  private final AtomicLong overflowed = new AtomicLong();
  private volatile boolean aborted;
  private volatile int sendLimit = DtlsSession.RECORD_BYTES_MAX;
  private boolean handedOver;
  private RecordFilter.InClear inClear = RecordFilter.InClear.ALL;
  private @Nullable ByteBuffer current;
  private @Nullable WtpTlsClient client;

  LoopTransport(RecordSender sender, RecordFilter filter) {
    this.sender = sender;
    this.filter = filter;
  }

  /** Names the client whose cipher suite gives encrypted records their shape. */
  void attach(WtpTlsClient newClient) {
    client = newClient;
  }

  /** Event loop: keeps a datagram for the worker, or for {@link #poll} after the hand-over. */
  void offer(ByteBuffer records) {
    byte[] copy = new byte[records.remaining()];
    records.get(copy);
    if (!queue.offer(copy)) {
      overflowed.incrementAndGet();
    }
  }

  /**
   * Event loop, once the worker is done: from now on {@link #receive} never blocks.
   *
   * @param still what may come in clear from now on
   */
  void handOver(RecordFilter.InClear still) {
    inClear = still;
    handedOver = true;
  }

  /** Event loop, after the hand-over: a datagram that the handshake did not consume. */
  byte @Nullable [] poll() {
    return queue.poll();
  }

  /** Event loop: what the next {@link #receive} returns. */
  void present(ByteBuffer records) {
    current = records;
  }

  /** Ends a handshake at its next step; nothing more is sent. */
  void abort() {
    aborted = true;
    queue.clear();
    queue.offer(WAKE_UP);
  }

  /** Event loop: bytes of records in a datagram, 1 to {@link DtlsSession#RECORD_BYTES_MAX}. */
  void sendLimit(int bytes) {
    if (bytes < 1 || bytes > DtlsSession.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          bytes + " bytes of records: 1 to " + DtlsSession.RECORD_BYTES_MAX);
    }
    sendLimit = bytes;
  }

  long overflowed() {
    return overflowed.get();
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_BYTES_MAX;
  }

  @Override
  public int getSendLimit() {
    return sendLimit;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    ByteBuffer datagram = handedOver ? next() : await(waitMillis);
    if (datagram == null) {
      return -1;
    }
    int bytes = Math.min(length, datagram.remaining());
    datagram.get(buffer, offset, bytes);
    RecordShape shape = client == null ? null : client.recordShape();
    int left = filter.filter(buffer, offset, bytes, shape, inClear);
    if (!handedOver) {
      HelloVerify.modernise(buffer, offset, left);
    }
    return left;
  }

  private ByteBuffer next() throws InterruptedIOException {
    ByteBuffer datagram = current;
    if (datagram == null) {
      throw empty;
    }
    current = null;
    return datagram;
  }

  private @Nullable ByteBuffer await(int waitMillis) throws IOException {
    try {
      byte[] datagram = aborted ? WAKE_UP : queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (aborted) {
        throw new IOException("the handshake was aborted");
      }
      return datagram == null ? null : ByteBuffer.wrap(datagram);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the handshake's thread was interrupted", e);
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    if (!aborted) {
      sender.send(ByteBuffer.wrap(buffer, offset, length));
    }
  }

  @Override
  public void close() {
    // The sockets belong to the transport; a session only borrows them.
  }

  /**
   * What Bouncy Castle takes for "nothing yet" without harm to the session; made once a session.
   */
  private static final class Empty extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
