package io.apfw.agent.link;

import io.apfw.agent.dtls.DtlsAgreement;
import io.apfw.agent.dtls.DtlsConnector;
import io.apfw.agent.dtls.DtlsCounters;
import io.apfw.agent.dtls.DtlsSession;
import io.apfw.agent.transport.EventLoop;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import io.apfw.capwap.wtp.WtpEvent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The data channel, in clear or in a DTLS session of its own; apfw uses it for keep-alives. */
final class DataChannel implements DtlsSession.Listener {
  private final InetSocketAddress ac;
  private final Consumer<ByteBuffer> dtlsDatagrams;
  private final Consumer<ByteBuffer> clearDatagrams;
  private final CapwapLink.Events events;
  private int recordBytesMax = DtlsSession.RECORD_BYTES_MAX;
  private @Nullable DtlsSession session;

  DataChannel(
      InetSocketAddress ac,
      Consumer<ByteBuffer> dtlsDatagrams,
      Consumer<ByteBuffer> clearDatagrams,
      CapwapLink.Events events) {
    this.ac = ac;
    this.dtlsDatagrams = dtlsDatagrams;
    this.clearDatagrams = clearDatagrams;
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

  void send(ByteBuffer packet) {
    if (session != null) {
      session.send(packet);
    } else {
      clearDatagrams.accept(packet);
    }
  }

  void receivedDtls(ByteBuffer records) {
    if (session != null) {
      session.receive(records);
    }
  }

  /** A channel that was agreed on as DTLS takes nothing in clear. */
  void receivedClear(ByteBuffer packet) {
    if (session == null) {
      received(packet);
    }
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

  /** Other data packets are the data plane's, which is not ours. */
  @Override
  public void received(ByteBuffer plaintext) {
    if (CapwapPacket.decode(plaintext) instanceof Parsed.Value<CapwapPacket> packet
        && packet.value().header().keepAlive()
        && DataChannelKeepAlive.decode(packet.value())
            instanceof Parsed.Value<DataChannelKeepAlive> keepAlive) {
      events.on(new WtpEvent.DataKeepAliveReceived(keepAlive.value().sessionId().id()));
    }
  }

  @Override
  public void closed(String reason) {
    events.on(new WtpEvent.DataChannelFailed(reason));
  }
}
