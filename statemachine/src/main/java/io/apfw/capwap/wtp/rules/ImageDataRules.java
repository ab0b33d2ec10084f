package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.After;
import io.apfw.capwap.wtp.Memory;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.capwap.wtp.WtpAction.ActivateUpdate;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.OfferUpdate;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.capwap.wtp.WtpState.ImageData;
import io.apfw.report.Report;
import io.apfw.update.Offer;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Image Data: RFC 5415 2.3.1, transitions f, j, k and l, and section 9.1.
 *
 * <p><b>ImageDataStartTimer.</b> 2.3.1 (k) takes a WTP to Reset when it expires, as it does after a
 * good download. A reboot brings nothing when the AC has no image to give; the captures show a
 * field AP going straight to DTLS Teardown and starting over, and so do we, with back-off.
 *
 * <p><b>The last block.</b> Its answer waits for the verdict and carries it. From there on the AC
 * is not needed: one that goes away, as 2.3.1 lets an AC do once the transfer is complete, does not
 * take back an image that is all here (against the letter of l).
 *
 * <p>A block is acknowledged once it is taken, in order, once. One that is still waited for is not
 * answered again, and a newer one is dropped meanwhile: the AC repeats it.
 */
final class ImageDataRules extends ConnectedRules<ImageData> {
  ImageDataRules(ImageData state, Turn turn) {
    super(state, turn);
  }

  /** Transition f. */
  static WtpState enter(Turn turn, Memory memory, Session session, String wanted) {
    turn.enter(Stage.IMAGE_DATA);
    JoinRules.compare(turn, memory.inventory(), wanted);
    Offer offer =
        new Offer(
            Offer.Source.CONTROLLER,
            session.ac().toString(),
            wanted,
            turn.config().identity().imageFamily(),
            OptionalLong.empty());
    turn.act(new OfferUpdate(offer));
    return new ImageData(
        memory,
        turn.resetEcho(session),
        offer,
        new Transfer.Preparing(false, turn.in(Timer.UPDATE_READY)));
  }

  @Override
  WtpState requested(Session session, ControlMessage request) {
    if (request instanceof ImageDataRequest data
        && state.transfer() instanceof Transfer.Receiving receiving) {
      return received(session, receiving, data);
    }
    return unexpected(session, request);
  }

  private WtpState received(
      Session session, Transfer.Receiving receiving, ImageDataRequest request) {
    Optional<Parsed<ImageBlock>> parsed = request.imageData().map(turn.config().dialect()::read);
    if (parsed.isEmpty()) {
      return state.with(reply(session, request, ResultCode.MISSING_MANDATORY_ELEMENT));
    }
    if (!(parsed.get() instanceof Parsed.Value<ImageBlock> value)) {
      return state.with(reply(session, request, ResultCode.IMAGE_OTHER));
    }
    ImageBlock block = value.value();
    if (block.kind() == ImageBlock.Kind.ABORT) {
      return fail(
          acknowledge(session, ResultCode.SUCCESS),
          new UpdateFailure(
              Cause.DOWNLOAD_ABORTED_BY_SOURCE, "after " + receiving.bytes() + " bytes"),
          true);
    }
    return append(session, receiving, block);
  }

  private WtpState append(Session session, Transfer.Receiving receiving, ImageBlock block) {
    boolean last = block.kind() == ImageBlock.Kind.LAST;
    long messages = receiving.messages() + 1;
    long bytes = receiving.bytes() + block.data().length();
    if (last && bytes == 0) {
      return fail(
          acknowledge(session, ResultCode.IMAGE_DATA_LENGTH),
          new UpdateFailure(Cause.DOWNLOAD_CANNOT_START, "the AC ended it before the first byte"),
          true);
    }
    if (bytes > turn.config().counters().imageBytesMax()) {
      return fail(session, tooLarge("sent", bytes), true);
    }
    turn.say(new Report.BlockReceived(messages, bytes));
    if (last) {
      turn.say(new Report.TransferEnded(messages, bytes, block.data().length()));
    }
    turn.act(new AppendBlock(session.exchange().unanswered().orElseThrow(), block.data(), last));
    return next(
        session,
        last
            ? new Transfer.Verifying(turn.in(Timer.UPDATE_VERIFY))
            : new Transfer.Receiving(
                receiving.answered(), messages, bytes, turn.in(Timer.IMAGE_DATA_START)));
  }

  @Override
  WtpState answered(Session session, ControlMessage request, ControlMessage message) {
    if (message instanceof ImageDataResponse response) {
      return imageAnswered(session, response);
    }
    Session echoed = turn.resetEcho(session);
    return state.transfer() instanceof Transfer.Preparing preparing && preparing.ready()
        ? request(echoed)
        : state.with(echoed);
  }

  private WtpState imageAnswered(Session session, ImageDataResponse response) {
    ResultCode code = response.resultCode().orElse(ResultCode.IMAGE_OTHER);
    turn.say(new Report.ImageAnswered(session.ac().toString(), (int) code.code()));
    if (!(state.transfer() instanceof Transfer.Receiving receiving)) {
      return state.with(session);
    }
    if (!code.isSuccess()) {
      return fail(
          session,
          new UpdateFailure(
              Cause.DOWNLOAD_REFUSED, "result code " + code.code() + ", " + code.meaning()),
          true);
    }
    long announced = response.imageInformation().map(ImageInformation::fileBytes).orElse(0L);
    if (announced > turn.config().counters().imageBytesMax()) {
      return fail(session, tooLarge("announced", announced), true);
    }
    return next(
        session,
        new Transfer.Receiving(true, receiving.messages(), receiving.bytes(), receiving.until()));
  }

  /** Asks for the image, or does so after the Echo Response that is waited for. */
  private WtpState request(Session session) {
    if (!session.exchange().free()) {
      return next(session, new Transfer.Preparing(true, state.transfer().until()));
    }
    Session sent = turn.send(session, Messages.image(turn.config().identity()));
    turn.say(new Report.ImageRequested(session.ac().toString(), state.offer().family(), 0));
    return next(sent, new Transfer.Receiving(false, 0, 0, turn.in(Timer.IMAGE_DATA_START)));
  }

  /** Transition l, until the image is complete. */
  @Override
  WtpState lost(String reason) {
    return state.transfer() instanceof Transfer.Verifying
            || state.transfer() instanceof Transfer.Activating
        ? state.with(state.session().gone())
        : fail(state.session(), new UpdateFailure(Cause.SOURCE_LOST, reason), true);
  }

  private UpdateFailure tooLarge(String how, long bytes) {
    return new UpdateFailure(
        Cause.IMAGE_LARGER_THAN_SLOT,
        "the AC "
            + how
            + " "
            + bytes
            + " bytes, at most "
            + turn.config().counters().imageBytesMax()
            + " are taken");
  }

  /** Answers the block that waits, if one does. */
  private Session acknowledge(Session session, ResultCode code) {
    return session.exchange().unanswered().isPresent()
        ? turn.answer(session, new ImageDataResponse(code))
        : session;
  }

  /** Starts over with back-off; a block that still waits hears why. */
  private WtpState fail(Session session, UpdateFailure failure, boolean abort) {
    acknowledge(session, ImageFailures.code(failure.cause()));
    turn.say(new Report.Restarting(ImageFailures.reason(failure.cause())));
    return TeardownRules.aborting(
        turn,
        state.memory().withFailedDownloads(state.memory().failedDownloads() + 1),
        new After.Again(true),
        abort ? Optional.of(failure) : Optional.empty(),
        true);
  }

  private ImageData next(Session session, Transfer transfer) {
    return new ImageData(state.memory(), session, state.offer(), transfer);
  }

  @Ignored("started already")
  @Override
  public WtpState started(WtpEvent.Started event) {
    return state;
  }

  @Override
  public WtpState deadlineReached(WtpEvent.DeadlineReached event) {
    if (turn.passed(state.transfer().until())) {
      UpdateFailure late = ImageFailures.expired(turn, state.session(), state.transfer());
      return fail(state.session(), late, true);
    }
    Optional<Session> tended = tend(true);
    return tended.isPresent() ? state.with(tended.get()) : lost("no answer");
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

  @Override
  public WtpState updateReady(WtpEvent.UpdateReady event) {
    return state.transfer() instanceof Transfer.Preparing ? request(state.session()) : state;
  }

  @Override
  public WtpState blockAccepted(WtpEvent.BlockAccepted event) {
    Session session = state.session();
    if (!(state.transfer() instanceof Transfer.Receiving receiving)) {
      return state;
    }
    if (!session.exchange().unanswered().equals(Optional.of(event.sequence()))) {
      return state;
    }
    return next(
        acknowledge(session, ResultCode.SUCCESS),
        new Transfer.Receiving(
            receiving.answered(),
            receiving.messages(),
            receiving.bytes(),
            turn.in(Timer.IMAGE_DATA_START)));
  }

  @Override
  public WtpState updateVerified(WtpEvent.UpdateVerified event) {
    if (!(state.transfer() instanceof Transfer.Verifying)) {
      return state;
    }
    Session session = acknowledge(state.session(), ResultCode.SUCCESS);
    turn.act(new ActivateUpdate(state.offer().version()));
    return new ImageData(
        state.memory(),
        session,
        state.offer(),
        new Transfer.Activating(turn.in(Timer.UPDATE_ACTIVATE)));
  }

  @Override
  public WtpState updateActivated(WtpEvent.UpdateActivated event) {
    turn.enter(Stage.RESET);
    return leave(new After.Boot(IMAGE_UPGRADE));
  }

  @Override
  public WtpState updateFailed(WtpEvent.UpdateFailed event) {
    return fail(state.session(), event.failure(), false);
  }

  @Ignored("follows updateFailed, or is of an update before")
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

  @Override
  public WtpState stopRequested(WtpEvent.StopRequested event) {
    return TeardownRules.aborting(
        turn,
        state.memory(),
        after(event),
        Optional.of(new UpdateFailure(Cause.STOPPED, event.reason())),
        false);
  }
}
