package io.apfw.drills.controller;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.Preamble;
import io.apfw.capwap.wire.Reassembler;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.drills.controller.ControllerAction.AnswerKeepAlive;
import io.apfw.drills.controller.ControllerAction.EndSession;
import io.apfw.drills.controller.ControllerAction.FindImage;
import io.apfw.drills.controller.ControllerAction.Say;
import io.apfw.drills.controller.ControllerAction.Send;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import io.apfw.drills.controller.ControllerAction.Vanish;
import io.apfw.drills.dtls.DtlsListener;
import io.apfw.drills.dtls.DtlsPeer;
import io.apfw.machine.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link DrillController} on real sockets: one thread receives, decrypts, steps, encrypts and
 * sends, so that a block waits for nobody. Only handshakes have threads of their own.
 */
public final class LiveController implements AutoCloseable {
  private static final int HANDSHAKE_MILLIS = 20_000;

  /** How long a vanished session's address is not listened to, as seen in the field. */
  private static final Duration DEAF = Duration.ofSeconds(10);

  /** Told about every note, on the controller's thread; must not block. */
  @FunctionalInterface
  public interface Watcher {
    /** One note about the WTP at this address of the control channel. */
    void noted(InetSocketAddress peer, ControllerNote note);
  }

  private DrillController brain;
  private ControllerConfig config;
  private final ImageShelf shelf;
  private final Watcher watcher;
  private final Tap tap;
  private final UdpLoop loop;
  private final DtlsListener control;
  private final DtlsListener data;
  private final DataSide dataSide;
  private final Blocks blocks;
  private final Map<InetSocketAddress, LiveWtp> wtps = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Instant> deafUntil = new HashMap<>();
  private final AtomicLong sentBytes = new AtomicLong();
  private int sessions;

  private LiveController(ControllerConfig config, ControllerSetup setup, Watcher watcher)
      throws IOException {
    this.brain = new DrillController(config);
    this.config = config;
    this.watcher = watcher;
    this.tap = setup.tap();
    this.shelf = setup.shelf();
    this.blocks =
        new Blocks(
            setup.files(),
            config.images(),
            config.bends(Bend.LWAPP_LAYOUT) ? ImageBlockDialect.LWAPP : ImageBlockDialect.RFC5415);
    this.loop = new UdpLoop(setup.control(), setup.data(), new Shell());
    this.dataSide =
        new DataSide(
            config.dataChannels(),
            loop,
            tap,
            watcher,
            wtps.values(),
            (wtp, channel) -> step(wtp, new ControllerEvent.KeptAlive(channel)));
    this.control =
        new DtlsListener(
            loop.control(),
            loop,
            setup.identity(),
            setup.check(),
            HANDSHAKE_MILLIS,
            setup.manners(),
            new ControlSessions());
    this.data =
        new DtlsListener(
            loop.data(),
            loop,
            setup.identity(),
            setup.check(),
            HANDSHAKE_MILLIS,
            setup.manners(),
            dataSide);
  }

  /** Binds the sockets and serves until {@link #close}. */
  public static LiveController start(
      ControllerConfig config, ControllerSetup setup, Watcher watcher) throws IOException {
    LiveController controller = new LiveController(config, setup, watcher);
    controller.loop.start("controller " + config.acName());
    return controller;
  }

  /** Where the control channel listens. */
  public InetSocketAddress controlAddress() throws IOException {
    return (InetSocketAddress) loop.control().getLocalAddress();
  }

  /** Where the data channel listens. */
  public InetSocketAddress dataAddress() throws IOException {
    return (InetSocketAddress) loop.data().getLocalAddress();
  }

  /** Image bytes handed out so far, retransmissions not counted; from any thread. */
  public long sentBytes() {
    return sentBytes.get();
  }

  /** Sends Reset Requests to all WTPs in Run; from any thread. */
  public void resetAll() {
    all(new ControllerEvent.ResetWanted());
  }

  /** Sends Reset Requests that name this version to all WTPs in Run; from any thread. */
  public void resetAllTo(String version) {
    all(new ControllerEvent.ResetToWanted(version));
  }

  /** Has all WTPs in Run fetch this version and go on; from any thread. */
  public void predownloadAll(String version) {
    all(new ControllerEvent.PredownloadWanted(version));
  }

  /** Asks all WTPs in Run for the log of their last update; from any thread. */
  public void askAllForLog() {
    all(new ControllerEvent.LogWanted());
  }

  /** Sends one WTP's session an event, if there is one; from any thread. */
  public void tell(InetSocketAddress peer, ControllerEvent event) {
    loop.execute(
        () -> {
          LiveWtp wtp = wtps.get(peer);
          if (wtp != null) {
            step(wtp, event);
          }
        });
  }

  /** Wants this version of WTPs that join from now on; from any thread. */
  public void want(String version) {
    loop.execute(
        () -> {
          config = config.wanting(version);
          brain = new DrillController(config);
        });
  }

  private void all(ControllerEvent event) {
    loop.execute(() -> List.copyOf(wtps.values()).forEach(wtp -> step(wtp, event)));
  }

  /** Says close_notify to all and closes the sockets. */
  @Override
  public void close() {
    loop.close(
        () -> {
          data.closeAll();
          control.closeAll();
        });
  }

  private void step(LiveWtp wtp, ControllerEvent event) {
    apply(wtp, brain.step(wtp.session, event, loop.now()));
  }

  private void apply(LiveWtp wtp, Step<WtpSession, ControllerAction> step) {
    wtp.session = step.state();
    for (ControllerAction action : step.actions()) {
      try {
        run(wtp, action);
      } catch (IOException e) {
        // A session that cannot send is over; what follows in this step was for it.
        drop(wtp, "sending failed: " + e.getMessage());
        return;
      }
    }
  }

  private void run(LiveWtp wtp, ControllerAction action) throws IOException {
    if (action instanceof SendBlock block) {
      send(wtp, block.sequence(), blocks.message(block));
      sentBytes.accumulateAndGet(block.offset() + block.bytes(), Math::max);
    } else if (action instanceof Send send) {
      send(wtp, send.sequence(), send.message());
    } else if (action instanceof FindImage find) {
      // The step that asks is over before its answer begins another one.
      loop.execute(() -> found(wtp, shelf.find(find.identifier(), later -> arrived(wtp, later))));
    } else if (action instanceof AnswerKeepAlive answer) {
      dataSide.answerKeepAlive(wtp, answer.sessionId());
    } else if (action instanceof EndSession) {
      control.close(wtp.peer);
      forget(wtp);
    } else if (action instanceof Vanish) {
      // A zombie is deaf for longer than any test waits: only a new source port helps.
      deafUntil.put(
          wtp.peer.address(), config.bends(Bend.ZOMBIE) ? Instant.MAX : loop.now().plus(DEAF));
      control.abandon(wtp.peer);
      forget(wtp);
    } else if (action instanceof Say say) {
      watcher.noted(wtp.peer.address(), say.note());
    }
  }

  private void arrived(LiveWtp wtp, ImageShelf.Answer later) {
    loop.execute(() -> found(wtp, later));
  }

  private void found(LiveWtp wtp, ImageShelf.Answer answer) {
    if (wtps.get(wtp.peer.address()) != wtp) {
      return;
    }
    if (answer instanceof ImageShelf.Found found) {
      try {
        blocks.add(found.image(), found.file());
        step(wtp, new ControllerEvent.ImageFound(found.image()));
      } catch (IOException e) {
        step(wtp, new ControllerEvent.ImageMissing());
      }
    } else if (answer instanceof ImageShelf.Coming) {
      step(wtp, new ControllerEvent.ImageComing());
    } else {
      step(wtp, new ControllerEvent.ImageMissing());
    }
  }

  private void send(LiveWtp wtp, int sequence, ControlMessage message) throws IOException {
    for (byte[] packet : wtp.framing.frame(sequence, message)) {
      tap.packet(here(loop.control()), wtp.peer.address(), ByteBuffer.wrap(packet));
      wtp.peer.send(packet);
    }
  }

  private void drop(LiveWtp wtp, String reason) {
    control.close(wtp.peer);
    forget(wtp);
    apply(wtp, brain.step(wtp.session, new ControllerEvent.Disconnected(reason), loop.now()));
  }

  private void forget(LiveWtp wtp) {
    wtps.remove(wtp.peer.address(), wtp);
    if (wtp.dataPeer != null) {
      data.close(wtp.dataPeer);
      wtp.dataPeer = null;
    }
  }

  private static InetSocketAddress here(DatagramChannel channel) {
    return (InetSocketAddress) channel.socket().getLocalSocketAddress();
  }

  private void clearControl(InetSocketAddress from, ByteBuffer datagram) {
    if (!(CapwapPacket.decode(datagram) instanceof Parsed.Value<CapwapPacket> packet)
        || packet.value().header().fragment()
        || !(ControlMessageCodec.decode(packet.value().payload())
            instanceof Parsed.Value<Decoded> decoded)) {
      return;
    }
    ControlMessage request = decoded.value().message();
    // Only discovery is allowed in clear text, RFC 5415 section 2.2.
    Optional<ControlMessage> response = brain.discovered(request, wtps.size());
    if (response.isEmpty()) {
      return;
    }
    if (request instanceof DiscoveryRequest) {
      watcher.noted(from, new ControllerNote.StateEntered(AcState.DISCOVERY));
    }
    tap.packet(from, here(loop.control()), datagram.rewind());
    DrillController.violations(request)
        .forEach(violation -> watcher.noted(from, new ControllerNote.Irregular(violation)));
    byte[] answer = ControlFraming.clear(decoded.value().sequence(), response.get(), config.bend());
    tap.packet(here(loop.control()), from, ByteBuffer.wrap(answer));
    loop.send(loop.control(), ByteBuffer.wrap(answer), from);
  }

  /** What the loop calls. */
  private final class Shell implements UdpLoop.Handler {
    @Override
    public void controlReceived(InetSocketAddress from, ByteBuffer datagram) {
      receive(from, datagram, control);
    }

    @Override
    public void dataReceived(InetSocketAddress from, ByteBuffer datagram) {
      receive(from, datagram, data);
    }

    private void receive(InetSocketAddress from, ByteBuffer datagram, DtlsListener listener) {
      Instant until = deafUntil.getOrDefault(from, Instant.MIN);
      if (loop.now().isBefore(until)
          || !(Preamble.of(datagram) instanceof Parsed.Value<Preamble> preamble)) {
        return;
      }
      if (preamble.value() == Preamble.DTLS) {
        if (DtlsListener.stripHeader(datagram)) {
          listener.receive(from, datagram);
        }
      } else if (listener == control) {
        clearControl(from, datagram);
      } else {
        dataSide.receivedClear(from, datagram);
      }
    }

    @Override
    public Optional<Instant> nextDeadline() {
      return wtps.values().stream()
          .map(wtp -> brain.nextDeadline(wtp.session))
          .min(Instant::compareTo);
    }

    @Override
    public void deadlineReached() {
      Instant now = loop.now();
      for (LiveWtp wtp : List.copyOf(wtps.values())) {
        if (!brain.nextDeadline(wtp.session).isAfter(now)) {
          step(wtp, new ControllerEvent.DeadlineReached());
        }
      }
    }
  }

  /** The control channel's DTLS. */
  private final class ControlSessions implements DtlsListener.Handler {
    @Override
    public void handshakeStarted(InetSocketAddress peer) {
      watcher.noted(peer, new ControllerNote.StateEntered(AcState.DTLS_SETUP));
    }

    @Override
    public void established(DtlsPeer peer) {
      Step<WtpSession, ControllerAction> first = brain.connected(sessions++, loop.now());
      LiveWtp wtp = new LiveWtp(peer, first.state(), config.bend());
      wtps.put(peer.address(), wtp);
      apply(wtp, first);
    }

    @Override
    public void refused(InetSocketAddress peer, String reason) {
      watcher.noted(peer, new ControllerNote.DtlsRefused(reason));
    }

    @Override
    public void received(DtlsPeer peer, ByteBuffer plaintext) {
      tap.packet(peer.address(), here(loop.control()), plaintext.duplicate());
      LiveWtp wtp = wtps.get(peer.address());
      if (wtp != null
          && CapwapPacket.decode(plaintext) instanceof Parsed.Value<CapwapPacket> packet
          && wtp.framing.accept(packet.value(), loop.now())
              instanceof Reassembler.Result.Complete whole
          && ControlMessageCodec.decode(whole.payload()) instanceof Parsed.Value<Decoded> decoded) {
        step(wtp, new ControllerEvent.Received(decoded.value()));
      }
    }

    @Override
    public void ended(DtlsPeer peer, String reason) {
      LiveWtp wtp = wtps.get(peer.address());
      if (wtp != null) {
        forget(wtp);
        step(wtp, new ControllerEvent.Disconnected(reason));
      }
    }
  }
}
