package io.apfw.link;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.MtuDiscoveryPadding;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wire.message.PrimaryDiscoveryResponse;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.dtls.DtlsCounters;
import io.apfw.link.dtls.DtlsSession;
import io.apfw.link.transport.CapwapUdp;
import io.apfw.link.transport.CapwapUdp.Port;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.UdpCounters;
import io.apfw.link.transport.UdpSettings;
import io.apfw.report.Report;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** A datagram outside a session was dropped, the first of its kind in a session. */
    void dropped(String from, String reason);
  }

  private final EventLoop loop;
  private final DtlsConnector connector;
  private final Events events;
  private final CapwapUdp udp;
  private final Drops drops;
  private DtlsCounters endedSessions = DtlsCounters.NONE;
  private @Nullable ControlChannel control;
  private @Nullable DataChannel data;
  private boolean portsUsed;
  private int recordBytesMax = DtlsSession.RECORD_BYTES_MAX;

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
    this.drops = new Drops(events);
    this.udp = CapwapUdp.open(loop, settings, this);
  }

  /** Sends a message outside any session: discovery. */
  public void sendClear(Endpoint to, int sequence, ControlMessage message) {
    freshPorts();
    CapwapPacket packet =
        new CapwapPacket(CapwapHeader.control(), ControlMessageCodec.encode(sequence, message));
    if (message.first(MtuDiscoveryPadding.class).isPresent()) {
      udp.sendWhole(Port.CONTROL, Addresses.of(to), ByteBuffer.wrap(packet.encode()));
    } else {
      udp.sendClear(Port.CONTROL, Addresses.of(to), ByteBuffer.wrap(packet.encode()));
    }
  }

  /**
   * Sets how many bytes of DTLS records go into a datagram, in the sessions that are there and in
   * those that will be.
   */
  public void mtu(int bytes) {
    recordBytesMax = bytes;
    if (control != null) {
      control.mtu(bytes);
    }
    if (data != null) {
      data.mtu(bytes);
    }
  }

  /** Begins the control channel's DTLS session. */
  public void startControl(Endpoint ac) {
    freshPorts();
    abortControl();
    portsUsed = true;
    drops.newSession();
    InetSocketAddress address = Addresses.of(ac);
    control =
        new ControlChannel(
            address,
            loop,
            connector,
            records -> udp.sendDtls(Port.CONTROL, address, records),
            events);
    control.mtu(recordBytesMax);
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
      endedSessions = endedSessions.plus(control.session().counters());
      control = null;
    }
  }

  /** Ends the control channel without a word. */
  public void abortControl() {
    if (control != null) {
      control.abort();
      endedSessions = endedSessions.plus(control.session().counters());
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
            drops,
            events);
    data = opened;
    opened.mtu(recordBytesMax);
    if (dtls) {
      opened.openDtls(loop, connector, control == null ? null : control.session());
    } else {
      opened.openClear();
    }
  }

  /** Sends a keep-alive on the data channel. */
  public void sendKeepAlive(Octets sessionId) {
    if (data != null) {
      data.sendKeepAlive(sessionId);
    }
  }

  /** Closes the data channel. */
  public void closeData() {
    if (data != null) {
      data.close();
      endedSessions = endedSessions.plus(data.counters());
      data = null;
    }
  }

  /**
   * What was dropped since the start, by the names that the status file shows; never the same for
   * long under a flood, never changing without one.
   */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> counters = new TreeMap<>();
    for (Drops.Kind kind : Drops.Kind.values()) {
      counters.put(kind.counter, drops.of(kind));
    }
    UdpCounters sockets = udp.counters();
    counters.put("badPreamble", sockets.badPreamble());
    counters.put("sendFailed", sockets.sendFailed());
    counters.put("reopenFailed", sockets.reopenFailed());
    DtlsCounters sessions = endedSessions;
    if (control != null) {
      sessions = sessions.plus(control.session().counters());
    }
    if (data != null) {
      sessions = sessions.plus(data.counters());
    }
    counters.put("dtlsForged", sessions.forged());
    counters.put("dtlsUndecryptable", sessions.undecryptable());
    counters.put("dtlsOverflowed", sessions.overflowed());
    return counters;
  }

  @Override
  public void clear(Port port, InetSocketAddress from, ByteBuffer packet) {
    if (port == Port.DATA) {
      if (data != null && data.isFrom(from)) {
        data.receivedClear(packet, loop.now());
      } else {
        stranger(from);
      }
      return;
    }
    if (!drops.mayDecode(port, from, loop.now())) {
      return;
    }
    Parsed<CapwapPacket> parsed = CapwapPacket.decode(packet);
    if (parsed instanceof Parsed.Value<CapwapPacket> value && !value.value().header().fragment()) {
      Parsed<Decoded> message = ControlMessageCodec.decode(value.value().payload());
      if (message instanceof Parsed.Value<Decoded> decoded) {
        clear(from, decoded.value());
      } else {
        drops.count(Drops.Kind.MALFORMED, Addresses.text(from), Reasons.of(message));
      }
    } else {
      drops.count(Drops.Kind.MALFORMED, Addresses.text(from), Reasons.of(parsed));
    }
  }

  /** RFC 5415 section 2.2: all but discovery is protected by DTLS. */
  private void clear(InetSocketAddress from, Decoded decoded) {
    ControlMessage message = decoded.message();
    if (message instanceof DiscoveryResponse || message instanceof PrimaryDiscoveryResponse) {
      events.on(new WtpEvent.ClearReceived(Addresses.endpoint(from), decoded.sequence(), message));
    } else {
      drops.count(
          Drops.Kind.FORBIDDEN,
          Addresses.text(from),
          message.getClass().getSimpleName() + " in clear, where only discovery may be");
    }
  }

  @Override
  public void dtls(Port port, InetSocketAddress from, ByteBuffer records) {
    if (port == Port.CONTROL && control != null && control.isFrom(from)) {
      control.datagram(records);
    } else if (port == Port.DATA && data != null && data.isFrom(from)) {
      data.receivedDtls(records);
    } else {
      stranger(from);
    }
  }

  private void stranger(InetSocketAddress from) {
    drops.count(Drops.Kind.STRANGER, Addresses.text(from), "there is no session with it");
  }

  /**
   * After a session an AC may still take our old ports for that session: RFC 5415 has no answer.
   * While there can be no others, the old ones are better than none.
   */
  private void freshPorts() {
    if (portsUsed && control == null && data == null) {
      portsUsed = !udp.reopen();
    }
  }

  @Override
  public void close() {
    closeData();
    closeControl();
    udp.close();
  }
}
