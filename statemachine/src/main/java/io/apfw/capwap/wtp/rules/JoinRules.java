package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.exchange.Exchange;
import io.apfw.capwap.exchange.Window;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wtp.Found;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.Join;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.Offer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Join: RFC 5415 2.3.1, transitions e, f and g, and section 9.1.
 *
 * <p><b>WaitDTLS.</b> 2.3.1 (d) stops it when the session is up; 6.2 lets it run until the Join
 * Response, and has nothing else that ends the wait for one that was malformed. We keep it: an AC
 * that makes a session and never answers is left after WaitDTLS.
 *
 * <p><b>Join to reset.</b> When the image wanted is stored already, 2.3.1 (e) goes to DTLS Teardown
 * with DTLSShutdown, figure 7 of 9.1 lets the WTP "enter the Reset State", which 2.3.1 reaches from
 * Image Data, Configure and Run only. The two differ in name alone. We enter Reset, activate the
 * image there while the AC still sees us, and then shut the session down as (e) says.
 *
 * <p>Which version the AC wants: its Image Identifier; without one, and where the configuration
 * says so, the software version of its AC Descriptor, upwards and downwards alike.
 *
 * <p>The versions decide in this order. On trial: the other slot is the way back and is not touched
 * whatever is offered; Run joins anew once the trial has passed. Running: nothing to do, even if
 * the other slot holds the same version; else two equal slots would be swapped for ever.
 * Quarantined: it failed here before, so it is neither fetched nor booted, though it may still be
 * stored. Stored: activated. Anything else: fetched.
 */
final class JoinRules extends ConnectedRules<Join> {
  JoinRules(Join state, Turn turn) {
    super(state, turn);
  }

  /** Transition d. */
  static WtpState enter(Turn turn, Memory memory, Found ac, Instant waitDtlsUntil) {
    Memory.Draw first = memory.withFailedDtls(0, memory.failedDtlsAuths()).draw();
    Memory.Draw second = first.next().draw();
    ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES);
    id.putLong(first.bits()).putLong(second.bits()).flip();
    Session session =
        new Session(
            ac.ac(),
            ac.name(),
            Octets.copyOf(id),
            Exchange.fresh(),
            turn.millis(Timer.ECHO_INTERVAL),
            turn.now(),
            Optional.empty(),
            false,
            false,
            0,
            false);
    turn.enter(Stage.JOIN);
    ControlMessage request =
        Messages.join(
            turn.config().identity(),
            memory.inventory(),
            session.id(),
            ac.localAddress(),
            turn.config().counters().imageRequestsMax(),
            turn.config().locations(),
            memory.reboots());
    return new Join(second.next(), turn.send(session, request), waitDtlsUntil);
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    return unexpected(session, request);
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage message) {
    JoinResponse response = (JoinResponse) message;
    Optional<ResultCode> code = response.resultCode();
    if (code.isEmpty()) {
      // 6.2: a malformed Join Response counts as none; WaitDTLS runs on.
      turn.say(
          new Report.InputDropped(
              session.ac().toString(), "Join Response without Result Code", Optional.empty()));
      return state.with(session);
    }
    Memory memory = state.memory();
    // 4.6.35: a refusal with code 1 names the ACs to go to instead.
    memory = memory.with(Fallbacks.referred(memory.acs(), response, session.ac().control()));
    return new JoinRules(state.with(memory), turn).judged(session, response, code.get());
  }

  private WtpState judged(Session session, JoinResponse response, ResultCode code) {
    if (!code.isSuccess()) {
      turn.say(new Report.Refused(session.ac().toString(), "Join Request", (int) code.code()));
      return restart("join refused: " + code.meaning());
    }
    Optional<String> wanted = wanted(response);
    Session joined =
        windowed(session, response)
            .joined(
                response.acName().map(AcName::name).orElse(session.acName()),
                dtlsData(response),
                turn.config().locations() && ImageLocation.offered(response.elements()),
                wanted);
    return wanted.isPresent()
        ? decide(joined, wanted.get())
        : ConfigureRules.enter(turn, state.memory(), joined);
  }

  /** As many Image Data Requests as both sides can have outstanding; the RFC's one without that. */
  private Session windowed(Session session, JoinResponse response) {
    int most = turn.config().counters().imageRequestsMax();
    Optional<ImageWindow> told = ImageWindow.in(response.elements());
    int size = told.map(window -> Math.min(window.requests(), most)).orElse(1);
    if (size == 1) {
      return session;
    }
    turn.say(new Report.WindowAgreed(session.ac().toString(), size));
    return session.with(session.exchange().with(Window.of(size, told.get().firstSequence())));
  }

  /** The version that the AC wants here; none when no image can have it. */
  private Optional<String> wanted(JoinResponse response) {
    Optional<String> named = response.imageIdentifier().map(ImageIdentifier::identifier);
    if (named.isEmpty() && turn.config().followSoftwareVersion()) {
      named = response.acDescriptor().flatMap(AcDescriptor::softwareVersion);
    }
    if (named.isPresent() && !Offer.possible(named.get())) {
      turn.say(
          new Report.InputDropped(
              state.session().ac().toString(), "a version that no image has", named));
      return Optional.empty();
    }
    return named;
  }

  private WtpState decide(Session session, String wanted) {
    Memory memory = state.memory();
    Inventory inventory = memory.inventory();
    boolean matches = inventory.running().equals(wanted);
    if (matches || inventory.onTrial()) {
      compare(turn, inventory, wanted);
      return ConfigureRules.enter(turn, memory, session);
    }
    if (inventory.quarantined().contains(wanted)) {
      compare(turn, inventory, wanted);
      turn.say(new Report.OfferQuarantined(wanted));
      return ConfigureRules.enter(turn, memory, session);
    }
    if (inventory.stored().equals(Optional.of(wanted))) {
      compare(turn, inventory, wanted);
      return ResetRules.activate(turn, memory, session, wanted, false);
    }
    return ImageDataRules.enter(turn, memory, session, wanted);
  }

  /** The two lines about versions. */
  static void compare(Turn turn, Inventory inventory, String wanted) {
    turn.say(
        new Report.VersionsCompared(
            inventory.running(), inventory.backup().orElse("none"), wanted));
    turn.say(new Report.VersionVerdict(inventory.running().equals(wanted)));
  }

  /** What both sides can do; clear when the AC says nothing. */
  private boolean dtlsData(JoinResponse response) {
    Optional<AcDescriptor> ac = response.acDescriptor();
    boolean dtls = ac.map(AcDescriptor::allowsDtlsData).orElse(false);
    boolean clear = ac.map(AcDescriptor::allowsClearData).orElse(false);
    return dtls && (turn.config().preferDtlsData() || !clear);
  }

  /** How often the Join Request went out; 0 when its response was malformed. */
  private int sent() {
    return state
        .session()
        .exchange()
        .outstanding()
        .map(request -> request.retransmissions() + 1)
        .orElse(0);
  }

  /** Transition e. */
  @Override
  WtpState lost(String reason) {
    return restart(reason);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    if (turn.passed(state.until())) {
      turn.say(new Report.NoAnswer(state.session().ac().toString(), "Join Request", sent()));
      return restart("no Join Response within WaitDTLS");
    }
    Optional<Session> tended = tend(false);
    return tended.isPresent() ? state.with(tended.get()) : lost("no answer");
  }

  @Override
  public WtpState controllersFound(WtpEvent.ControllersFound event) {
    return state.with(state.memory().with(state.memory().acs().found(event.candidates())));
  }

  @Ignored("discovery is over")
  @Override
  public WtpState clearReceived(WtpEvent.ClearReceived event) {
    return state;
  }

  @Override
  public WtpState controlReceived(WtpEvent.ControlReceived event) {
    return receive(event);
  }

  @Override
  public WtpState controlMalformed(WtpEvent.ControlMalformed event) {
    return dropped(event.reason());
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsPeerAuthorize(WtpEvent.DtlsPeerAuthorize event) {
    return state;
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsEstablished(WtpEvent.DtlsEstablished event) {
    return state;
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsEstablishFail(WtpEvent.DtlsEstablishFail event) {
    return state;
  }

  @Ignored("the session is up")
  @Override
  public WtpState dtlsAuthenticateFail(WtpEvent.DtlsAuthenticateFail event) {
    return state;
  }

  @Override
  public WtpState dtlsAborted(WtpEvent.DtlsAborted event) {
    return dtlsLost("aborted");
  }

  @Override
  public WtpState dtlsReassemblyFailure(WtpEvent.DtlsReassemblyFailure event) {
    return dtlsLost(event.reason());
  }

  @Override
  public WtpState dtlsDecapFailure(WtpEvent.DtlsDecapFailure event) {
    return dropped(event.reason());
  }

  @Override
  public WtpState dtlsPeerDisconnect(WtpEvent.DtlsPeerDisconnect event) {
    return dtlsLost("closed by the AC");
  }

  @Ignored("no data channel")
  @Override
  public WtpState dataChannelOpened(WtpEvent.DataChannelOpened event) {
    return state;
  }

  @Ignored("no data channel")
  @Override
  public WtpState dataChannelFailed(WtpEvent.DataChannelFailed event) {
    return state;
  }

  @Ignored("no data channel")
  @Override
  public WtpState dataKeepAliveReceived(WtpEvent.DataKeepAliveReceived event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    return state;
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    return leave(BOOT_IMAGE);
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return state;
  }

  @Ignored("no update of an AC")
  @Override
  public WtpState updateAborted(WtpEvent.UpdateAborted event) {
    return state;
  }

  @Override
  public WtpState inventoryChanged(WtpEvent.InventoryChanged event) {
    return state.with(state.memory().with(event.inventory()));
  }

  @Override
  public WtpState wtpEventRaised(WtpEvent.WtpEventRaised event) {
    return state.with(turn.discardEvent(state.memory(), state.stage()));
  }

  @Ignored("only Run transfers data")
  @Override
  public WtpState updateLogRead(WtpEvent.UpdateLogRead event) {
    return state;
  }

  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return leave(after(event));
  }
}
