package io.apfw.drills.controller;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.dtls.DtlsListener;
import io.apfw.drills.dtls.DtlsPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of all WTPs, in clear or over DTLS; each is bound to its WTP by the first
 * keep-alive's Session ID.
 */
final class DataSide implements DtlsListener.Handler {
  private final Set<DataChannel> allowed;
  private final UdpLoop loop;
  private final Tap tap;
  private final LiveController.Watcher watcher;
  private final Collection<LiveWtp> wtps;
  private final BiConsumer<LiveWtp, DataChannel> keptAlive;

  /**
   * @param wtps those with a session, live
   * @param keptAlive hears of each keep-alive
   */
  DataSide(
      Set<DataChannel> allowed,
      UdpLoop loop,
      Tap tap,
      LiveController.Watcher watcher,
      Collection<LiveWtp> wtps,
      BiConsumer<LiveWtp, DataChannel> keptAlive) {
    this.allowed = allowed;
    this.loop = loop;
    this.tap = tap;
    this.watcher = watcher;
    this.wtps = wtps;
    this.keptAlive = keptAlive;
  }

  /** A packet without DTLS. */
  void receivedClear(InetSocketAddress from, ByteBuffer packet) {
    if (allowed.contains(DataChannel.CLEAR)) {
      keepAlive(from, null, packet);
    }
  }

  /** Sends a keep-alive back where the last one came from. */
  void answerKeepAlive(LiveWtp wtp, SessionId id) throws IOException {
    byte[] packet = new DataChannelKeepAlive(id).toPacket().encode();
    if (wtp.dataAddress != null) {
      tap.packet(here(), wtp.dataAddress, ByteBuffer.wrap(packet));
    }
    if (wtp.dataPeer != null) {
      wtp.dataPeer.send(packet);
    } else if (wtp.dataAddress != null) {
      loop.data().send(ByteBuffer.wrap(packet), wtp.dataAddress);
    }
  }

  private InetSocketAddress here() {
    return (InetSocketAddress) loop.data().socket().getLocalSocketAddress();
  }

  private void keepAlive(InetSocketAddress from, @Nullable DtlsPeer dataPeer, ByteBuffer packet) {
    tap.packet(from, here(), packet.duplicate());
    if (CapwapPacket.decode(packet) instanceof Parsed.Value<CapwapPacket> parsed
        && parsed.value().header().keepAlive()
        && DataChannelKeepAlive.decode(parsed.value())
            instanceof Parsed.Value<DataChannelKeepAlive> keepAlive) {
      Optional<SessionId> id = Optional.of(keepAlive.value().sessionId());
      wtps.stream()
          .filter(wtp -> wtp.session.id().equals(id))
          .findFirst()
          .ifPresent(
              wtp -> {
                wtp.dataAddress = from;
                wtp.dataPeer = dataPeer;
                keptAlive.accept(wtp, dataPeer == null ? DataChannel.CLEAR : DataChannel.DTLS);
              });
    }
  }

  @Override
  public void handshakeStarted(InetSocketAddress peer) {}

  @Override
  public void established(DtlsPeer peer) {}

  @Override
  public void refused(InetSocketAddress peer, String reason) {
    watcher.noted(peer, new ControllerNote.DtlsRefused("data channel: " + reason));
  }

  @Override
  public void received(DtlsPeer peer, ByteBuffer plaintext) {
    if (allowed.contains(DataChannel.DTLS)) {
      keepAlive(peer.address(), peer, plaintext);
    }
  }

  @Override
  public void ended(DtlsPeer peer, String reason) {
    wtps.stream().filter(wtp -> wtp.dataPeer == peer).forEach(wtp -> wtp.dataPeer = null);
  }
}
