package io.apfw.drills.controller;

import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.ChangeStateEventRequest;
import io.apfw.capwap.wire.message.ChangeStateEventResponse;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateResponse;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DataTransferRequest;
import io.apfw.capwap.wire.message.DataTransferResponse;
import io.apfw.capwap.wire.message.Decoded;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.MessageGrammar;
import io.apfw.capwap.wire.message.PrimaryDiscoveryRequest;
import io.apfw.capwap.wire.message.PrimaryDiscoveryResponse;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.ResetResponse;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wire.message.WtpEventResponse;
import io.apfw.drills.controller.ControllerAction.AnswerKeepAlive;
import io.apfw.drills.controller.ControllerAction.Send;
import io.apfw.drills.controller.ControllerConfig.Timers;
import io.apfw.drills.controller.WtpSession.Pending;
import io.apfw.drills.controller.WtpSession.Transfer;
import io.apfw.machine.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The AC's side of one WTP, pure: time is an argument, actions come out.
 *
 * <pre>
 * state          message                        answer                      then
 * -------------  -----------------------------  --------------------------  -------------
 * (no session)   Discovery Request              Discovery Response          (no session)
 * (no session)   Primary Discovery Request      Primary Discovery Response  (no session)
 * Join           Join Request                   Join Response               Join
 * Join           Image Data Request, family     Image Data Response, then   Image Data
 *                                               block after block
 * (on demand)    ImageFound, ImageMissing       Image Data Response         (stays)
 * (on demand)    ImageComing, then ImageFound   Image Data Response, then   (stays)
 *                                               block after block
 * Image Data     Image Data Response, 0         the next block              Image Data
 *                  to the last block            none                        Reset
 * Join           Configuration Status Request   its Response                Configure
 * Configure      Change State Event Request     its Response                Data Check
 * Data Check     keep-alive                     the same                    Run
 * Run            ResetWanted, ResetToWanted     Reset Request               Reset
 * Run            LogWanted                      Data Transfer Request       Run
 * Run            Data Transfer Request          its Response                Run
 * Run            PredownloadWanted              Configuration Update        Run
 * Run            Image Data Request, family     as in Join, but             Run
 * joined         Echo, WTP Event Request        their Responses             (stays)
 * any            Disconnected, a timer ran out  none                        DTLS Teardown
 * </pre>
 *
 * A WTP that takes an {@link ImageLocation} is told one where the configuration has one, and sends
 * for its image there: no block follows.
 *
 * <p>An image that was to be fetched and cannot be had is not spoken of: the WTP that has its
 * answer waits for a block until it gives up, as it has to with the controllers that were captured.
 *
 * <p>Another request gets result code 18, one of an unknown type 19. What departs from the RFC's
 * grammar is noted, and served as far as it can be: a drill wants to see how far a WTP comes.
 */
public final class DrillController {
  /** The acknowledgement that is lost. */
  private static final int MESSAGE_LOST = 100;

  private final ControllerConfig config;
  private final ControllerMessages messages;
  private final ImageSender images;

  public DrillController(ControllerConfig config) {
    this.config = config;
    this.messages = new ControllerMessages(config);
    this.images = new ImageSender(config, messages);
  }

  /** The answer to a discovery, and to nothing else; the AC keeps nothing of it. */
  public Optional<ControlMessage> discovered(ControlMessage request, int sessions) {
    if (request instanceof DiscoveryRequest) {
      return Optional.of(new DiscoveryResponse(messages.discoveryResponse(request, sessions)));
    } else if (request instanceof PrimaryDiscoveryRequest) {
      return Optional.of(
          new PrimaryDiscoveryResponse(messages.discoveryResponse(request, sessions)));
    }
    return Optional.empty();
  }

  /** A WTP's first DTLS session was made. */
  public Step<WtpSession, ControllerAction> connected(Instant now) {
    return connected(0, now);
  }

  /**
   * A DTLS session was made.
   *
   * @param sessionsBefore how many there have been
   */
  public Step<WtpSession, ControllerAction> connected(int sessionsBefore, Instant now) {
    Timers timers = config.timers();
    SessionDraft draft =
        new SessionDraft(
            new WtpSession(
                AcState.DTLS_SETUP,
                Optional.empty(),
                Optional.empty(),
                config.firstSequence(),
                List.of(),
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now.plus(timers.wtpSilence()),
                config.bentAlready(sessionsBefore)),
            timers,
            now);
    draft.enter(AcState.JOIN, Optional.of(timers.waitJoin()));
    return draft.step();
  }

  /** When the session wants to be looked at again. */
  public Instant nextDeadline(WtpSession session) {
    Instant next = session.silenceDeadline();
    if (session.stateDeadline().isPresent() && session.stateDeadline().get().isBefore(next)) {
      next = session.stateDeadline().get();
    }
    if (repeats()) {
      for (Pending pending : session.pending()) {
        next = pending.deadline().isBefore(next) ? pending.deadline() : next;
      }
    }
    return next;
  }

  /** One event. */
  public Step<WtpSession, ControllerAction> step(
      WtpSession session, ControllerEvent event, Instant now) {
    SessionDraft draft = new SessionDraft(session, config.timers(), now);
    if (session.state() == AcState.DTLS_TEARDOWN) {
      return draft.step();
    }
    if (event instanceof ControllerEvent.Received received) {
      draft.heard();
      received(session, received.decoded(), draft);
    } else if (event instanceof ControllerEvent.KeptAlive alive) {
      keptAlive(session, alive.channel(), draft);
    } else if (event instanceof ControllerEvent.ResetWanted) {
      resetTo(config.imageVersion(), draft);
    } else if (event instanceof ControllerEvent.ResetToWanted wanted) {
      resetTo(wanted.version(), draft);
    } else if (event instanceof ControllerEvent.PredownloadWanted wanted) {
      predownload(wanted.version(), draft);
    } else if (event instanceof ControllerEvent.LogWanted) {
      askForLog(draft);
    } else if (event instanceof ControllerEvent.ImageFound found) {
      images.found(found.image(), draft);
    } else if (event instanceof ControllerEvent.ImageComing) {
      images.coming(draft);
    } else if (event instanceof ControllerEvent.ImageMissing) {
      images.missing(draft);
    } else if (event instanceof ControllerEvent.Disconnected gone) {
      draft.end(gone.reason(), false);
    } else {
      deadline(session, draft, now);
    }
    return draft.step();
  }

  private boolean repeats() {
    return !config.bends(Bend.NEVER_RETRANSMITS);
  }

  /** How a message of a WTP departs from the RFC's grammar, one line for each trouble. */
  public static List<String> violations(ControlMessage message) {
    return MessageGrammar.of(message.type())
        .map(grammar -> grammar.violations(message))
        .orElse(List.of());
  }

  private void received(WtpSession session, Decoded decoded, SessionDraft draft) {
    violations(decoded.message())
        .forEach(violation -> draft.say(new ControllerNote.Irregular(violation)));
    if (!decoded.message().isRequest()) {
      session.pending().stream()
          .filter(pending -> pending.sequence() == decoded.sequence())
          .filter(pending -> pending.responseType() == decoded.message().type())
          .findFirst()
          .ifPresent(pending -> answered(session, pending, decoded.message(), draft));
      return;
    }
    if (session.answered().isPresent()) {
      WtpSession.Answered last = session.answered().get();
      if (last.sequence() == decoded.sequence()) {
        draft.say(new ControllerNote.Repeated(decoded.sequence()));
        draft.act(last.answer());
        return;
      }
      if (last.isAfter(decoded.sequence())) {
        return;
      }
    }
    requested(decoded.sequence(), decoded.message(), draft);
  }

  private void requested(int sequence, ControlMessage request, SessionDraft draft) {
    AcState state = draft.state();
    boolean joined = state == AcState.JOIN && draft.joined();
    if (request instanceof JoinRequest join && state == AcState.JOIN) {
      joining(sequence, join, draft);
    } else if (request instanceof ImageDataRequest image
        && (joined || state == AcState.IMAGE_DATA || state == AcState.RUN)) {
      images.asked(sequence, image, draft);
    } else if (request instanceof ConfigurationStatusRequest status && joined) {
      draft.answer(sequence, messages.configurationStatusResponse(status));
      draft.enter(AcState.CONFIGURE, Optional.of(config.timers().changeStatePending()));
    } else if (request instanceof ChangeStateEventRequest && state == AcState.CONFIGURE) {
      draft.answer(sequence, new ChangeStateEventResponse());
      draft.enter(AcState.DATA_CHECK, Optional.of(config.timers().dataCheck()));
    } else if (request instanceof ChangeStateEventRequest && state == AcState.RUN) {
      draft.answer(sequence, new ChangeStateEventResponse());
    } else if (request instanceof EchoRequest) {
      draft.answer(sequence, new EchoResponse());
    } else if (request instanceof DataTransferRequest transfer && state == AcState.RUN) {
      transfer
          .first(DataTransferData.class)
          .ifPresent(
              part -> draft.say(new ControllerNote.LogReceived(part.dataType(), part.data())));
      draft.answer(sequence, new DataTransferResponse(ResultCode.SUCCESS));
    } else if (request instanceof WtpEventRequest) {
      draft.say(new ControllerNote.EventTold(request.elements()));
      draft.answer(sequence, new WtpEventResponse());
    } else {
      draft.answer(sequence, ControllerMessages.refusal(request));
    }
  }

  private void joining(int sequence, JoinRequest join, SessionDraft draft) {
    Optional<SessionId> id = join.first(SessionId.class);
    ResultCode result = id.isPresent() ? config.joinResult() : ResultCode.MISSING_MANDATORY_ELEMENT;
    draft.say(ControllerMessages.introduced(join));
    if (result.isSuccess()) {
      id.ifPresent(draft::named);
    }
    int window =
        ImageWindow.in(join.elements())
            .map(offered -> Math.min(offered.requests(), config.window()))
            .orElse(1);
    boolean agreed = result.isSuccess() && window > 1;
    boolean locates =
        result.isSuccess()
            && config.location().isPresent()
            && ImageLocation.offered(join.elements());
    draft.answer(
        sequence,
        messages.joinResponse(
            join,
            result,
            agreed ? Optional.of(new ImageWindow(window, draft.nextSequence())) : Optional.empty(),
            locates));
    if (agreed) {
      draft.window(window);
    }
    if (locates) {
      draft.agreeToLocate();
    }
    draft.say(
        new ControllerNote.JoinAnswered(
            ControllerMessages.nameOf(join),
            ControllerMessages.runningVersion(join),
            result.code()));
  }

  /** The answer to a pending request. */
  private void answered(
      WtpSession session, Pending pending, ControlMessage response, SessionDraft draft) {
    if (draft.bends(config, Bend.ACKNOWLEDGEMENT_LOST)
        && session.transfer().map(Transfer::messages).orElse(0L) >= MESSAGE_LOST) {
      draft.bend();
      draft.retransmit(pending);
      return;
    }
    draft.answeredByWtp(pending);
    if (response instanceof ConfigurationUpdateResponse configured) {
      draft.say(new ControllerNote.ConfigurationAnswered(code(configured)));
      draft
          .transfer()
          .filter(transfer -> !transfer.started())
          .ifPresent(transfer -> images.sendBlocks(transfer, draft));
      return;
    }
    if (response instanceof DataTransferResponse) {
      draft.say(new ControllerNote.LogAnswered(code(response)));
      return;
    }
    if (response instanceof ResetResponse) {
      draft.say(new ControllerNote.ResetAnswered(code(response)));
      draft.end("the WTP was reset", true);
      return;
    }
    if (response instanceof ImageDataResponse answer) {
      images.answered(pending, answer, draft);
    }
  }

  private static long code(ControlMessage response) {
    return response.first(ResultCode.class).map(ResultCode::code).orElse(0L);
  }

  private static void keptAlive(
      WtpSession session, ControllerConfig.DataChannel channel, SessionDraft draft) {
    AcState state = draft.state();
    if (session.id().isEmpty() || (state != AcState.DATA_CHECK && state != AcState.RUN)) {
      return;
    }
    draft.act(new AnswerKeepAlive(session.id().get()));
    if (state == AcState.DATA_CHECK) {
      draft.say(new ControllerNote.DataChannelUp(channel));
      draft.enter(AcState.RUN, Optional.empty());
    }
  }

  private static void resetTo(String version, SessionDraft draft) {
    if (draft.state() == AcState.RUN) {
      draft.request(
          new Send(
              draft.nextSequence(), new ResetRequest(ControllerMessages.imageIdentifier(version))),
          ResetResponse.TYPE);
      draft.enter(AcState.RESET, Optional.empty());
    }
  }

  private void predownload(String version, SessionDraft draft) {
    if (draft.state() == AcState.RUN) {
      List<MessageElement> elements = new ArrayList<>();
      elements.add(ControllerMessages.imageIdentifier(version));
      Optional<ImageLocation> location = config.location().filter(where -> draft.locates());
      location.ifPresent(where -> elements.add(where.toElement()));
      draft.request(
          new Send(draft.nextSequence(), new ConfigurationUpdateRequest(elements)),
          ConfigurationUpdateResponse.TYPE);
      location.ifPresent(where -> draft.say(new ControllerNote.LocationTold(where.url())));
    }
  }

  private static void askForLog(SessionDraft draft) {
    if (draft.state() == AcState.RUN) {
      draft.request(
          new Send(
              draft.nextSequence(),
              new DataTransferRequest(new DataTransferMode(DataTransferMode.CRASH_DATA))),
          DataTransferResponse.TYPE);
    }
  }

  private void deadline(WtpSession session, SessionDraft draft, Instant now) {
    if (!now.isBefore(session.silenceDeadline())) {
      draft.end("nothing heard for " + config.timers().wtpSilence().toSeconds() + " s", true);
    } else if (session.stateDeadline().isPresent()
        && !now.isBefore(session.stateDeadline().get())) {
      draft.end("the WTP stayed in " + session.state() + " for too long", true);
    } else if (repeats()) {
      for (Pending pending : session.pending()) {
        if (!now.isBefore(pending.deadline()) && !draft.retransmit(pending)) {
          draft.end(
              "request "
                  + pending.sequence()
                  + " was sent "
                  + pending.transmissions()
                  + " times without an answer",
              true);
          return;
        }
      }
    }
  }
}
