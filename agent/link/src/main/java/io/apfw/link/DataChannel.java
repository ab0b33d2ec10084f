package io.apfw.link;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.dtls.DtlsAgreement;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.dtls.DtlsCounters;
import io.apfw.link.dtls.DtlsSession;
import io.apfw.link.transport.CapwapUdp.Port;
import io.apfw.link.transport.EventLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data channel, in clear or in a DTLS session of its own; apfw uses it for keep-alives.
 *
 * <p>Of what comes in clear, and may come from anybody who writes the AC's address on it, only the
 * share of {@link Drops} is decoded, but for what ends in this session's ID: whoever does not see
 * the channel cannot guess its 128 bits, so that no flood of his keeps the AC's keep-alives out.
 */
final class DataChannel implements DtlsSession.Listener {
  private final InetSocketAddress ac;
  private final Consumer<ByteBuffer> dtlsDatagrams;
  private final Consumer<ByteBuffer> clearDatagrams;
  private final Drops drops;
  private final CapwapLink.Events events;
  private ByteBuffer sessionId = ByteBuffer.allocate(0);
  private int recordBytesMax = DtlsSession.RECORD_BYTES_MAX;
  private @Nullable DtlsSession session;

  DataChannel(
      InetSocketAddress ac,
      Consumer<ByteBuffer> dtlsDatagrams,
      Consumer<ByteBuffer> clearDatagrams,
      Drops drops,
      CapwapLink.Events events) {
    this.ac = ac;
    this.dtlsDatagrams = dtlsDatagrams;
    this.clearDatagrams = clearDatagrams;
    this.drops = drops;
    this.events = events;
  }

  void openClear() {
    events.on(new WtpEvent.DataChannelOpened());
  }

  /** RFC 5415 section 4.4.3: this session should resume the control channel's. */
  void openDtls(EventLoop loop, DtlsConnector connector, @Nullable DtlsSession control) {
    session = connector.connect(control, new LoopSender(loop, dtlsDatagrams), loop, this);
    session.mtu(recordBytesMax);
  }

  /** Sets the most bytes of records in a datagram. */
  void mtu(int recordBytes) {
    recordBytesMax = recordBytes;
    if (session != null) {
      session.mtu(recordBytes);
    }
  }

  DtlsCounters counters() {
    return session == null ? DtlsCounters.NONE : session.counters();
  }

  boolean isFrom(InetSocketAddress from) {
    return ac.equals(from);
  }

  void sendKeepAlive(Octets id) {
    sessionId = ByteBuffer.wrap(id.toArray());
    ByteBuffer packet =
        ByteBuffer.wrap(new DataChannelKeepAlive(new SessionId(id)).toPacket().encode());
    if (session != null) {
      session.send(packet);
    } else {
      clearDatagrams.accept(packet);
    }
  }

  void receivedDtls(ByteBuffer records) {
    if (session != null) {
      session.receive(records);
    } else {
      drop(Drops.Kind.DATA_FORBIDDEN, "DTLS on a data channel in clear");
    }
  }

  /** A channel that was agreed on as DTLS takes nothing in clear. */
  void receivedClear(ByteBuffer packet, Instant now) {
    if (session != null) {
      drop(Drops.Kind.DATA_FORBIDDEN, "in clear on a data channel of DTLS");
    } else if (endsInSessionId(packet) || drops.mayDecode(Port.DATA, ac, now)) {
      received(packet);
    }
  }

  private boolean endsInSessionId(ByteBuffer packet) {
    int bytes = sessionId.remaining();
    return bytes > 0
        && packet.remaining() >= bytes
        && packet.slice(packet.limit() - bytes, bytes).equals(sessionId);
  }

  private void drop(Drops.Kind kind, String reason) {
    drops.count(kind, Addresses.text(ac), reason);
  }

  void close() {
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void established(DtlsAgreement agreement) {
    events.on(new WtpEvent.DataChannelOpened());
  }

  @Override
  public void failed(String reason, boolean authentication) {
    events.on(new WtpEvent.DataChannelFailed(reason));
  }

  @Override
  public void received(ByteBuffer plaintext) {
    Parsed<CapwapPacket> parsed = CapwapPacket.decode(plaintext);
    if (!(parsed instanceof Parsed.Value<CapwapPacket> packet)) {
      drop(Drops.Kind.DATA_MALFORMED, Reasons.of(parsed));
      return;
    }
    if (!packet.value().header().keepAlive()) {
      drop(Drops.Kind.DATA_FOREIGN, "a data packet, and no keep-alive");
      return;
    }
    Parsed<DataChannelKeepAlive> read = DataChannelKeepAlive.decode(packet.value());
    if (read instanceof Parsed.Value<DataChannelKeepAlive> keepAlive) {
      events.on(new WtpEvent.DataKeepAliveReceived(keepAlive.value().sessionId().id()));
    } else {
      drop(Drops.Kind.DATA_MALFORMED, Reasons.of(read));
    }
  }

  @Override
  public void closed(String reason) {
    events.on(new WtpEvent.DataChannelFailed(reason));
  }
}
