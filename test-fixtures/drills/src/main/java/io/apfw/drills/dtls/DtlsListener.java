package io.apfw.drills.dtls;

import io.apfw.capwap.wire.Preamble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * All DTLS sessions of one UDP port. Everything runs on the caller's loop but the handshakes, which
 * block: each has a thread for as long as it lasts, and only for a peer that showed its address to
 * be its own by returning a cookie (RFC 6347 section 4.2.1).
 */
public final class DtlsListener {
  /** Handshakes at one time; those beyond wait for their turn. */
  private static final int HANDSHAKES_MAX = 64;

  /**
   * Handshakes that wait. A ClientHello that is dropped costs its sender 1, 2, 4, ... s, so that a
   * building full of APs would join at the pace of their timers.
   */
  private static final int WAITING_MAX = 4_096;

  private static final int IDLE_SECONDS = 5;

  private static final int RECORD_HEADER_BYTES = 13;
  private static final int CONTENT_HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int HELLO_HEADERS_BYTES = RECORD_HEADER_BYTES + 12;

  /** What happens; called on the loop. */
  public interface Handler {
    /** A ClientHello with a good cookie came. */
    void handshakeStarted(InetSocketAddress peer);

    /** A session was made. */
    void established(DtlsPeer peer);

    /** A handshake failed, perhaps because of the peer's certificate. */
    void refused(InetSocketAddress peer, String reason);

    /** Plaintext came; the buffer is the listener's again when this returns. */
    void received(DtlsPeer peer, ByteBuffer plaintext);

    /** The peer ended its session, or broke it, or began another. */
    void ended(DtlsPeer peer, String reason);
  }

  private final DatagramChannel channel;
  private final Executor loop;
  private final AcIdentity identity;
  private final WtpCheck check;
  private final int handshakeMillis;
  private final Manners manners;
  private final Handler handler;
  private final JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(new SecureRandom());
  private final Cookies cookies;
  private final Map<InetSocketAddress, PeerTransport> handshakes = new HashMap<>();
  private final ExecutorService workers = workers();
  private final Map<InetSocketAddress, DtlsPeer> peers = new HashMap<>();

  /**
   * @param channel where answers leave
   * @param loop runs tasks on the thread that calls {@link #receive}
   * @param handshakeMillis how long a handshake may take
   * @param manners how this AC differs from others
   */
  public DtlsListener(
      DatagramChannel channel,
      Executor loop,
      AcIdentity identity,
      WtpCheck check,
      int handshakeMillis,
      Manners manners,
      Handler handler) {
    this.channel = channel;
    this.loop = loop;
    this.identity = identity;
    this.check = check;
    this.handshakeMillis = handshakeMillis;
    this.manners = manners;
    this.cookies = new Cookies(manners.cookieBytes());
    this.handler = handler;
  }

  /** Takes in what follows the CAPWAP DTLS header of one datagram. */
  public void receive(InetSocketAddress from, ByteBuffer records) {
    PeerTransport handshake = handshakes.get(from);
    if (handshake != null) {
      handshake.offer(records);
      return;
    }
    DtlsPeer peer = peers.get(from);
    if (isClientHello(records)) {
      hello(from, records);
    } else if (peer != null) {
      String end = peer.receive(records, plaintext -> handler.received(peer, plaintext));
      endIf(peer, end);
    }
  }

  /** Closes one session with close_notify. */
  public void close(DtlsPeer peer) {
    peers.remove(peer.address(), peer);
    peer.close();
  }

  /** Forgets one session without a word. */
  public void abandon(DtlsPeer peer) {
    peers.remove(peer.address(), peer);
  }

  /** Closes all sessions with close_notify. */
  public void closeAll() {
    List.copyOf(peers.values()).forEach(this::close);
  }

  private void hello(InetSocketAddress from, ByteBuffer records) {
    if (handshakes.size() >= HANDSHAKES_MAX + WAITING_MAX
        || (manners.wholeHelloOnly() && !isWhole(records))) {
      return;
    }
    byte[] data = new byte[records.remaining()];
    records.get(data);
    PeerTransport transport = new PeerTransport(channel, from, manners.datagramBytesMax());
    DTLSRequest request = cookies.verify(from, data, transport);
    if (request == null) {
      return;
    }
    // RFC 6347 section 4.2.8: the old session lives until the new one is proven; but a WTP that
    // starts over from the same port has lost the old one, and its cookie shows that it is there.
    DtlsPeer old = peers.remove(from);
    if (old != null) {
      handler.ended(old, "the WTP began a new session");
    }
    handshakes.put(from, transport);
    handler.handshakeStarted(from);
    workers.execute(() -> handshake(from, transport, request));
  }

  private static ExecutorService workers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            HANDSHAKES_MAX,
            HANDSHAKES_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> {
              Thread worker = new Thread(body, "handshake");
              worker.setDaemon(true);
              return worker;
            });
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private void handshake(InetSocketAddress from, PeerTransport transport, DTLSRequest request) {
    AcTlsServer server = new AcTlsServer(crypto, identity, check, handshakeMillis, manners);
    try {
      DtlsPeer peer =
          new DtlsPeer(
              from, server, transport, new DTLSServerProtocol().accept(server, transport, request));
      loop.execute(() -> established(peer));
    } catch (IOException | RuntimeException e) {
      String refusal = server.refusal();
      String reason = refusal != null ? refusal : "handshake failed: " + e.getMessage();
      loop.execute(
          () -> {
            handshakes.remove(from);
            handler.refused(from, reason);
          });
    }
  }

  private void established(DtlsPeer peer) {
    handshakes.remove(peer.address());
    peers.put(peer.address(), peer);
    handler.established(peer);
    endIf(peer, peer.receiveLeftovers(plaintext -> handler.received(peer, plaintext)));
  }

  private void endIf(DtlsPeer peer, @Nullable String end) {
    if (end != null && peers.remove(peer.address(), peer)) {
      peer.close();
      handler.ended(peer, end);
    }
  }

  /** An unencrypted handshake record that begins with a ClientHello. */
  private static boolean isClientHello(ByteBuffer records) {
    int at = records.position();
    return records.remaining() >= HELLO_HEADERS_BYTES
        && records.get(at) == CONTENT_HANDSHAKE
        && records.getShort(at + 3) == 0
        && records.get(at + RECORD_HEADER_BYTES) == CLIENT_HELLO;
  }

  /** Whether the message's length is that of its first fragment, which the record holds. */
  private static boolean isWhole(ByteBuffer records) {
    int at = records.position() + RECORD_HEADER_BYTES;
    int message = records.getInt(at) & 0xff_ffff;
    int fragment = records.getInt(at + 8) & 0xff_ffff;
    return message == fragment && records.remaining() >= HELLO_HEADERS_BYTES + message;
  }

  /** Strips the 4-byte CAPWAP DTLS header; false when the datagram is too short for it. */
  public static boolean stripHeader(ByteBuffer datagram) {
    if (datagram.remaining() < Preamble.DTLS_HEADER_BYTES) {
      return false;
    }
    datagram.position(datagram.position() + Preamble.DTLS_HEADER_BYTES);
    return true;
  }
}
