package io.apfw.agent.link;

import io.apfw.agent.dtls.DtlsConnector;
import io.apfw.agent.transport.CapwapUdp;
import io.apfw.agent.transport.CapwapUdp.Port;
import io.apfw.agent.transport.EventLoop;
import io.apfw.agent.transport.UdpSettings;
import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Control and data channel to one AC at a time. Carries out the WTP machine's sending actions and
 * turns what comes back into its events; decides nothing.
 *
 * <p>Belongs to the event loop.
 */
public final class CapwapLink implements CapwapUdp.Handler, AutoCloseable {

  /** Hears what comes in, on the event loop. */
  public interface Events {
    /** An event for the WTP machine. */
    void on(WtpEvent event);

    /** Something that people should know. */
    void say(Report report);

    /** A datagram outside a session that was dropped. */
    void dropped(String from, String reason);
  }

  private final EventLoop loop;
  private final DtlsConnector connector;
  private final Events events;
  private final CapwapUdp udp;
  private @Nullable ControlChannel control;
  private @Nullable DataChannel data;
  private boolean portsUsed;

  /**
   * Opens the sockets.
   *
   * @throws IOException if the local address cannot be bound
   */
  public CapwapLink(EventLoop loop, UdpSettings settings, DtlsConnector connector, Events events)
      throws IOException {
    this.loop = loop;
    this.connector = connector;
    this.events = events;
    this.udp = CapwapUdp.open(loop, settings, this);
  }

  /** Sends a message outside any session: discovery. */
  public void sendClear(Endpoint to, int sequence, ControlMessage message) {
    freshPorts();
    CapwapPacket packet =
        new CapwapPacket(CapwapHeader.control(), ControlMessageCodec.encode(sequence, message));
    udp.sendClear(Port.CONTROL, Addresses.of(to), ByteBuffer.wrap(packet.encode()));
  }

  /** Begins the control channel's DTLS session. */
  public void startControl(Endpoint ac) {
    freshPorts();
    abortControl();
    portsUsed = true;
    InetSocketAddress address = Addresses.of(ac);
    control =
        new ControlChannel(
            address,
            loop,
            connector,
            records -> udp.sendDtls(Port.CONTROL, address, records),
            events);
  }

  /** Sends in the control channel's session; lost when there is none, as any datagram may be. */
  public void sendControl(int sequence, ControlMessage message) {
    if (control != null) {
      control.send(sequence, message);
    }
  }

  /** Ends the control channel with close_notify. */
  public void closeControl() {
    if (control != null) {
      control.close();
      control = null;
    }
  }

  /** Ends the control channel without a word. */
  public void abortControl() {
    if (control != null) {
      control.abort();
      control = null;
    }
  }

  /** Opens the data channel; {@link WtpEvent.DataChannelOpened} or a failure follows. */
  public void openData(Endpoint ac, boolean dtls) {
    closeData();
    InetSocketAddress address = Addresses.of(ac);
    DataChannel opened =
        new DataChannel(
            address,
            records -> udp.sendDtls(Port.DATA, address, records),
            packet -> udp.sendClear(Port.DATA, address, packet),
            events);
    data = opened;
    if (dtls) {
      opened.openDtls(loop, connector, control == null ? null : control.session());
    } else {
      opened.openClear();
    }
  }

  /** Sends a keep-alive on the data channel. */
  public void sendKeepAlive(Octets sessionId) {
    if (data != null) {
      data.send(
          ByteBuffer.wrap(new DataChannelKeepAlive(new SessionId(sessionId)).toPacket().encode()));
    }
  }

  /** Closes the data channel. */
  public void closeData() {
    if (data != null) {
      data.close();
      data = null;
    }
  }

  @Override
  public void clear(Port port, InetSocketAddress from, ByteBuffer packet) {
    if (port == Port.DATA) {
      if (data != null && data.isFrom(from)) {
        data.receivedClear(packet);
      }
      return;
    }
    Parsed<CapwapPacket> parsed = CapwapPacket.decode(packet);
    if (parsed instanceof Parsed.Value<CapwapPacket> value && !value.value().header().fragment()) {
      Parsed<Decoded> message = ControlMessageCodec.decode(value.value().payload());
      if (message instanceof Parsed.Value<Decoded> decoded) {
        events.on(
            new WtpEvent.ClearReceived(
                Addresses.endpoint(from), decoded.value().sequence(), decoded.value().message()));
      } else {
        events.dropped(Addresses.text(from), Reasons.of(message));
      }
    } else {
      events.dropped(Addresses.text(from), Reasons.of(parsed));
    }
  }

  @Override
  public void dtls(Port port, InetSocketAddress from, ByteBuffer records) {
    if (port == Port.CONTROL) {
      if (control != null && control.isFrom(from)) {
        control.datagram(records);
      }
    } else if (data != null && data.isFrom(from)) {
      data.receivedDtls(records);
    }
  }

  /**
   * After a session an AC may still take our old ports for that session: RFC 5415 has no answer.
   */
  private void freshPorts() {
    if (!portsUsed || control != null || data != null) {
      return;
    }
    try {
      udp.reopen();
      portsUsed = false;
    } catch (IOException e) {
      throw new UncheckedIOException("UDP sockets cannot be opened again", e);
    }
  }

  @Override
  public void close() {
    closeData();
    closeControl();
    udp.close();
  }
}
