package io.apfw.drills.dtls;

import io.apfw.capwap.wire.Preamble;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one peer: a queue while its handshake blocks on a thread of its own, one current
 * datagram once the session lives on the loop. {@link #receive} and {@link #send} belong to the
 * handshake's thread until {@link #handOver}, to the loop after it.
 */
final class PeerTransport implements DatagramTransport {
  /** UDP payload on a link of MTU 1500, less the CAPWAP DTLS header. */
  static final int RECORD_BYTES_MAX = 1472 - Preamble.DTLS_HEADER_BYTES;

  /** Above any datagram of a path with MTU 1500. */
  static final int RECEIVE_BYTES_MAX = 2048;

  /** More than two flights of a client; what does not fit is lost, as datagrams may be. */
  private static final int QUEUE_DATAGRAMS_MAX = 64;

  private final Nothing nothing = new Nothing();

  private final DatagramChannel channel;
  private final InetSocketAddress peer;
  private final int datagramBytesMax;
  private final ByteBuffer out =
      ByteBuffer.allocateDirect(Preamble.DTLS_HEADER_BYTES + RECORD_BYTES_MAX);
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_DATAGRAMS_MAX);
  private boolean handedOver;
  private @Nullable ByteBuffer current;

  PeerTransport(DatagramChannel channel, InetSocketAddress peer, int datagramBytesMax) {
    this.datagramBytesMax = datagramBytesMax;
    this.channel = channel;
    this.peer = peer;
  }

  /** Loop: keeps a copy for the handshake's thread, or loses it when too many wait. */
  void offer(ByteBuffer records) {
    byte[] copy = new byte[records.remaining()];
    records.get(copy);
    queue.offer(copy);
  }

  /** Loop: from now on {@link #receive} never blocks. */
  void handOver() {
    handedOver = true;
  }

  /** Loop, after the hand-over: what the handshake left, null when there is nothing. */
  byte @Nullable [] poll() {
    return queue.poll();
  }

  /** Loop: what the next {@link #receive} returns. */
  void present(ByteBuffer records) {
    current = records;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_BYTES_MAX;
  }

  @Override
  public int getSendLimit() {
    return datagramBytesMax;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    ByteBuffer datagram = handedOver ? next() : await(waitMillis);
    if (datagram == null) {
      return -1;
    }
    int bytes = Math.min(length, datagram.remaining());
    datagram.get(buffer, offset, bytes);
    return bytes;
  }

  private ByteBuffer next() throws InterruptedIOException {
    ByteBuffer datagram = current;
    if (datagram == null) {
      throw nothing;
    }
    current = null;
    return datagram;
  }

  private @Nullable ByteBuffer await(int waitMillis) throws IOException {
    try {
      byte[] datagram = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      return datagram == null ? null : ByteBuffer.wrap(datagram);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the handshake was given up", e);
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    out.clear();
    Preamble.putDtlsHeader(out);
    out.put(buffer, offset, length).flip();
    try {
      channel.send(out, peer);
    } catch (IOException e) {
      // To Bouncy Castle every failure here is the end of the session; to UDP it is one lost
      // datagram, which the peer's retransmission makes good.
      return;
    }
  }

  @Override
  public void close() {
    // The channel is shared by all peers.
  }

  /** What Bouncy Castle takes for "nothing yet" without harm to the session. */
  private static final class Nothing extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
