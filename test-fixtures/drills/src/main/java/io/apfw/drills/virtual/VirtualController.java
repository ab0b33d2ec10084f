package io.apfw.drills.virtual;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.drills.controller.Bend;
import io.apfw.drills.controller.ControllerAction;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerEvent;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.DrillController;
import io.apfw.drills.controller.WtpSession;
import io.apfw.machine.Step;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A drill controller in simulated time: {@link DrillController} and its sessions. */
final class VirtualController {
  private final VirtualTime time;
  private final Endpoint address;
  private final DrillController brain;
  private final BiConsumer<VirtualTunnel, ControllerNote> notes;
  private final ImageBlockDialect dialect;
  private final Set<Peer> peers = new LinkedHashSet<>();
  private final Map<Integer, Octets> blocks = new HashMap<>();
  private boolean up = true;
  private boolean expired;
  private int sessions;

  /** One session, from its side. */
  private final class Peer implements VirtualTunnel.Far {
    private final VirtualTunnel tunnel;
    private final VirtualTime.Alarm alarm;
    private WtpSession session;

    private Peer(VirtualTunnel tunnel, WtpSession session) {
      this.tunnel = tunnel;
      this.session = session;
      this.alarm = time.new Alarm(() -> step(this, new ControllerEvent.DeadlineReached()));
    }

    @Override
    public void control(int sequence, ControlMessage message) {
      step(this, new ControllerEvent.Received(new Decoded(sequence, message)));
    }

    @Override
    public void keepAlive(boolean dtls) {
      step(this, new ControllerEvent.KeptAlive(dtls ? DataChannel.DTLS : DataChannel.CLEAR));
    }

    @Override
    public void closed() {
      if (peers.remove(this)) {
        step(this, new ControllerEvent.Disconnected("the WTP said close_notify"));
      }
    }
  }

  VirtualController(
      VirtualTime time,
      Endpoint address,
      ControllerConfig config,
      BiConsumer<VirtualTunnel, ControllerNote> notes) {
    this.time = time;
    this.address = address;
    this.brain = new DrillController(config);
    this.notes = notes;
    this.dialect = dialect(config);
  }

  /** How a controller of that configuration lays out Image Data. */
  static ImageBlockDialect dialect(ControllerConfig config) {
    return config.bend().equals(Optional.of(Bend.LWAPP_LAYOUT))
        ? ImageBlockDialect.LWAPP
        : ImageBlockDialect.RFC5415;
  }

  Endpoint address() {
    return address;
  }

  boolean up() {
    return up;
  }

  /** Ends all sessions with close_notify, and hears nothing until it is started again. */
  void stop() {
    up = false;
    for (Peer peer : List.copyOf(peers)) {
      peers.remove(peer);
      peer.alarm.set(Optional.empty());
      peer.tunnel.toWtp(VirtualTunnel.Near::closed);
    }
  }

  void start() {
    up = true;
  }

  /** Ends all sessions; its certificate has expired from now on, or has not. */
  void restart(boolean withExpired) {
    stop();
    expired = withExpired;
    start();
  }

  /** Whether every WTP refuses it. */
  boolean expired() {
    return expired;
  }

  /** All WTPs in Run. */
  void all(ControllerEvent event) {
    List.copyOf(peers).forEach(peer -> step(peer, event));
  }

  /** What it answers in clear. */
  Optional<ControlMessage> clear(ControlMessage request) {
    return up ? brain.discovered(request, peers.size()) : Optional.empty();
  }

  /** A handshake has ended. */
  VirtualTunnel.Far connected(VirtualTunnel tunnel) {
    Step<WtpSession, ControllerAction> first = brain.connected(sessions++, time.now());
    Peer peer = new Peer(tunnel, first.state());
    peers.add(peer);
    apply(peer, first);
    return peer;
  }

  private void step(Peer peer, ControllerEvent event) {
    if (up) {
      apply(peer, brain.step(peer.session, event, time.now()));
    }
  }

  private void apply(Peer peer, Step<WtpSession, ControllerAction> step) {
    peer.session = step.state();
    for (ControllerAction action : step.actions()) {
      run(peer, action);
    }
    peer.alarm.set(
        peers.contains(peer) ? Optional.of(brain.nextDeadline(peer.session)) : Optional.empty());
  }

  private void run(Peer peer, ControllerAction action) {
    if (action instanceof ControllerAction.SendBlock block) {
      send(peer, block.sequence(), message(block));
    } else if (action instanceof ControllerAction.Send send) {
      send(peer, send.sequence(), send.message());
    } else if (action instanceof ControllerAction.AnswerKeepAlive answer) {
      peer.tunnel.toWtp(near -> near.keepAlive(answer.sessionId().id()));
    } else if (action instanceof ControllerAction.EndSession) {
      peers.remove(peer);
      peer.tunnel.toWtp(VirtualTunnel.Near::closed);
    } else if (action instanceof ControllerAction.Vanish) {
      // A new session comes from a new source port, which it is not deaf to.
      peers.remove(peer);
    } else if (action instanceof ControllerAction.Say say) {
      notes.accept(peer.tunnel, say.note());
    }
  }

  private static void send(Peer peer, int sequence, ControlMessage message) {
    peer.tunnel.toWtp(near -> near.control(sequence, message));
  }

  private ImageDataRequest message(ControllerAction.SendBlock block) {
    Octets data = blocks.computeIfAbsent(block.bytes(), n -> Octets.wrap(new byte[n]));
    return new ImageDataRequest(
        dialect.write(
            new ImageBlock(block.last() ? ImageBlock.Kind.LAST : ImageBlock.Kind.DATA, data)));
  }
}
