package io.apfw.link;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Fragmenter;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.Reassembler;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.dtls.DtlsAgreement;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.dtls.DtlsSession;
import io.apfw.link.transport.EventLoop;
import io.apfw.report.Report;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One DTLS session of the control channel: datagrams in, messages out, and back. */
final class ControlChannel implements DtlsSession.Listener {
  private final InetSocketAddress ac;
  private final CapwapLink.Events events;
  private final Supplier<Instant> now;
  private final DtlsSession session;
  private final Reassembler reassembler = new Reassembler(Reassembler.Limits.DEFAULT);
  private final Fragmenter fragmenter = new Fragmenter(DtlsSession.RECORD_BYTES_MAX);

  ControlChannel(
      InetSocketAddress ac,
      EventLoop loop,
      DtlsConnector connector,
      Consumer<ByteBuffer> datagrams,
      CapwapLink.Events events) {
    this.ac = ac;
    this.events = events;
    this.now = loop::now;
    this.session = connector.connect(new LoopSender(loop, datagrams), loop, this);
  }

  /** For the data channel to resume. */
  DtlsSession session() {
    return session;
  }

  /** Sets the most bytes of records in a datagram. */
  void mtu(int recordBytes) {
    session.mtu(recordBytes);
    if (session.sendBytesMax() > 0) {
      fragmenter.packetBytesMax(session.sendBytesMax());
    }
  }

  boolean isFrom(InetSocketAddress from) {
    return ac.equals(from);
  }

  void datagram(ByteBuffer records) {
    session.receive(records);
  }

  void send(int sequence, ControlMessage message) {
    for (CapwapPacket packet :
        fragmenter.split(CapwapHeader.control(), ControlMessageCodec.encode(sequence, message))) {
      session.send(ByteBuffer.wrap(packet.encode()));
    }
  }

  void close() {
    session.close();
  }

  void abort() {
    session.abort();
  }

  @Override
  public void established(DtlsAgreement agreement) {
    fragmenter.packetBytesMax(session.sendBytesMax());
    if (!agreement.legacy().isEmpty()) {
      events.say(new Report.LegacySecurity(Addresses.text(ac), agreement.legacy()));
    }
    events.on(new WtpEvent.DtlsEstablished(agreement.peer()));
  }

  @Override
  public void failed(String reason, boolean authentication) {
    events.on(
        authentication
            ? new WtpEvent.DtlsAuthenticateFail(reason)
            : new WtpEvent.DtlsEstablishFail(reason));
  }

  @Override
  public void received(ByteBuffer plaintext) {
    Parsed<CapwapPacket> parsed = CapwapPacket.decode(plaintext);
    if (!(parsed instanceof Parsed.Value<CapwapPacket> packet)) {
      events.on(new WtpEvent.ControlMalformed(Reasons.of(parsed)));
      return;
    }
    Reassembler.Result result = reassembler.accept(packet.value(), now.get());
    if (result instanceof Reassembler.Result.Complete complete) {
      message(complete.payload());
    } else if (result instanceof Reassembler.Result.Malformed malformed) {
      events.on(new WtpEvent.ControlMalformed(malformed.reason()));
    }
  }

  private void message(Octets payload) {
    Parsed<Decoded> parsed = ControlMessageCodec.decode(payload);
    if (parsed instanceof Parsed.Value<Decoded> decoded) {
      events.on(
          new WtpEvent.ControlReceived(decoded.value().sequence(), decoded.value().message()));
    } else {
      events.on(new WtpEvent.ControlMalformed(Reasons.of(parsed)));
    }
  }

  @Override
  public void closed(String reason) {
    events.on(new WtpEvent.DtlsPeerDisconnect());
  }
}
