package io.apfw.drills.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/** An established session with one peer; belongs to the listener's loop. */
public final class DtlsPeer {
  private final InetSocketAddress address;
  private final AcTlsServer server;
  private final PeerTransport datagrams;
  private final DTLSTransport records;
  private final int plaintextBytesMax;
  private final byte[] plaintext = new byte[PeerTransport.RECEIVE_BYTES_MAX];
  private boolean closed;

  DtlsPeer(
      InetSocketAddress address, AcTlsServer server, PeerTransport datagrams, DTLSTransport records)
      throws IOException {
    this.address = address;
    this.server = server;
    this.datagrams = datagrams;
    this.records = records;
    this.plaintextBytesMax = records.getSendLimit();
    datagrams.handOver();
  }

  /** The peer's UDP address. */
  public InetSocketAddress address() {
    return address;
  }

  /** Subject of the certificate the peer proved to own. */
  public String name() {
    return server.peerName();
  }

  /** The longest plaintext that one record carries on this path. */
  public int plaintextBytesMax() {
    return plaintextBytesMax;
  }

  /**
   * Sends one plaintext in one record.
   *
   * @throws IOException if the session is over
   */
  public void send(byte[] packet) throws IOException {
    records.send(packet, 0, packet.length);
  }

  /**
   * Decrypts what a datagram carries.
   *
   * @param datagram behind the CAPWAP DTLS header
   * @param sink takes each plaintext, which is the listener's again when it returns
   * @return null while the session goes on, else why it ended
   */
  @Nullable String receive(ByteBuffer datagram, Consumer<ByteBuffer> sink) {
    datagrams.present(datagram);
    try {
      int bytes = records.receive(plaintext, 0, plaintext.length, 0);
      while (bytes >= 0 && !closed) {
        sink.accept(ByteBuffer.wrap(plaintext, 0, bytes));
        bytes = closed ? -1 : records.receivePending(plaintext, 0, plaintext.length);
      }
    } catch (InterruptedIOException e) {
      // The datagram held no application data.
    } catch (IOException e) {
      return "DTLS failed: " + e.getMessage();
    }
    return server.peerClosed() ? "the WTP closed the session" : null;
  }

  /** Decrypts what came while the handshake was being finished. */
  @Nullable String receiveLeftovers(Consumer<ByteBuffer> sink) {
    byte[] left = datagrams.poll();
    while (left != null) {
      String end = receive(ByteBuffer.wrap(left), sink);
      if (end != null) {
        return end;
      }
      left = datagrams.poll();
    }
    return null;
  }

  /** Sends close_notify; the session is over. */
  void close() {
    closed = true;
    try {
      records.close();
    } catch (IOException e) {
      // The session was broken already: there is nothing left to close.
      return;
    }
  }
}
