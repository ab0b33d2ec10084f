package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.Fetch;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.FetchImage;
import io.apfw.capwap.wtp.WtpAction.ImageAnnounced;
import io.apfw.capwap.wtp.WtpAction.OfferUpdate;
import io.apfw.report.Report;
import io.apfw.update.Offer;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image on its way from the AC, RFC 5415 section 9.1: PRECHECK, Image Data Request, blocks,
 * verdict. The same in Image Data and in Run, which make of its outcome what is right for them. An
 * instance lives for one event.
 *
 * <p><b>The last block.</b> Its answer waits for the verdict and carries it. Some controllers mark
 * none: once the announced size is here, a last block (an empty one) is waited for as long as it
 * takes to repeat it once, RetransmitInterval, and then not needed. Without a size nothing but the
 * mark tells the end.
 *
 * <p>A block is acknowledged once it is taken, in order, once. One that is still waited for is not
 * answered again; a newer one is kept meanwhile where a {@link io.apfw.capwap.exchange.Window} was
 * agreed, and else dropped: the AC repeats it.
 *
 * <p><b>Elsewhere.</b> An AC that has agreed on it in the Join exchange may say where the image is:
 * {@link ImageLocation} has how. No blocks are expected then; the ImageDataStartTimer, which is for
 * blocks, does not run, and a timer of ours does. Echo Requests go on as RFC 5415 section 7.1 has
 * them in Image Data and in Run, so that neither side takes the other for dead. What cannot be
 * fetched there is taken back and asked for in blocks, once. A lost AC takes the fetch along as it
 * would take blocks: the next one may want something else.
 *
 * <p><b>Image Information.</b> Its size is held against what comes, its MD5 against what came; 0
 * counts as none, as from controllers that fill the element in without knowing. Neither is a proof
 * of anything: an image is trusted for its signature alone.
 */
final class ImageTransfer {

  /** Where it stands after an event. */
  sealed interface Outcome {
    /** On its way. */
    record Going(Session session, Fetch fetch) implements Outcome {}

    /** The image is stored and verified, and the AC knows. */
    record Verified(Session session, Fetch fetch) implements Outcome {}

    /**
     * Over; the block that waited has been answered.
     *
     * @param abort the update machine does not know yet
     */
    record Failed(Session session, UpdateFailure failure, boolean abort) implements Outcome {}
  }

  private final Turn turn;
  private final Session session;
  private final Fetch fetch;

  ImageTransfer(Turn turn, Session session, Fetch fetch) {
    this.turn = turn;
    this.session = session;
    this.fetch = fetch;
  }

  /** Begins with PRECHECK. */
  static Fetch begin(
      Turn turn,
      Session session,
      String version,
      boolean predownload,
      Optional<ImageLocation> location) {
    Offer offer =
        new Offer(
            Offer.Source.CONTROLLER,
            session.ac().toString(),
            version,
            turn.config().identity().imageFamily(),
            OptionalLong.empty(),
            Optional.empty(),
            predownload);
    turn.act(new OfferUpdate(offer));
    return new Fetch(offer, preparing(turn), location, false);
  }

  private static Transfer preparing(Turn turn) {
    return new Transfer.Preparing(false, turn.in(Timer.UPDATE_READY));
  }

  /** Whether the AC still has to send something, or may have to. */
  static boolean needsAc(Fetch fetch) {
    return fetch.transfer() instanceof Transfer.Preparing
        || fetch.transfer() instanceof Transfer.Elsewhere
        || fetch.transfer() instanceof Transfer.FallingBack
        || (fetch.transfer() instanceof Transfer.Receiving receiving && !receiving.allHere());
  }

  /** PRECHECK passed. */
  Outcome ready() {
    if (!(fetch.transfer() instanceof Transfer.Preparing)) {
      return going(session);
    }
    return fetch.location().map(this::elsewhere).orElseGet(this::request);
  }

  /** Another request of ours was answered: ours for the image may go out. */
  Outcome freed() {
    return fetch.transfer() instanceof Transfer.Preparing preparing && preparing.ready()
        ? request()
        : going(session);
  }

  /** Asks for the image, or does so after the response that is waited for. */
  private Outcome request() {
    if (!session.exchange().free()) {
      return going(session, new Transfer.Preparing(true, fetch.transfer().until()));
    }
    return request(fetch.offer().family());
  }

  private Outcome request(String identifier) {
    Session sent =
        turn.send(session, Messages.image(turn.config().identity(), identifier, mayBeElsewhere()));
    turn.say(new Report.ImageRequested(session.ac().toString(), identifier, 0));
    return going(sent, new Transfer.Receiving(false, 0, 0, 0, turn.in(Timer.IMAGE_DATA_START)));
  }

  /** Whether the AC may answer our request with a location. */
  private boolean mayBeElsewhere() {
    return session.locations() && !fetch.blocksOnly();
  }

  private Outcome elsewhere(ImageLocation location) {
    turn.say(new Report.ImageLocated(session.ac().toString(), fetch.offer().family()));
    turn.act(new FetchImage(location));
    return going(session, new Transfer.Elsewhere(turn.in(Timer.IMAGE_FETCH)));
  }

  /**
   * The AC's answer to our request for the image. Field controllers look a file up by the family;
   * one that goes by the letter of 4.6.27, where the Image Identifier asks for a version, refuses
   * that, and is asked for the version.
   */
  Outcome answered(ControlMessage asked, ImageDataResponse response) {
    ResultCode code = response.resultCode().orElse(ResultCode.IMAGE_OTHER);
    turn.say(new Report.ImageAnswered(session.ac().toString(), (int) code.code()));
    if (!(fetch.transfer() instanceof Transfer.Receiving receiving)) {
      return going(session);
    }
    if (!code.isSuccess()) {
      Optional<String> identifier =
          asked.first(ImageIdentifier.class).map(ImageIdentifier::identifier);
      if (identifier.equals(Optional.of(fetch.offer().family()))
          && !code.equals(ResultCode.UNRECOGNIZED_REQUEST)) {
        return request(fetch.offer().version());
      }
      return fail(
          session,
          new UpdateFailure(
              Cause.DOWNLOAD_REFUSED, "result code " + code.code() + ", " + code.meaning()));
    }
    Optional<ImageInformation> information = response.imageInformation();
    long announced = information.map(ImageInformation::fileBytes).orElse(0L);
    if (announced > turn.config().counters().imageBytesMax()) {
      return fail(session, tooLarge("announced", announced));
    }
    information.ifPresent(told -> turn.act(new ImageAnnounced(told)));
    Optional<ImageLocation> location =
        mayBeElsewhere() ? ImageLocation.in(response.elements()) : Optional.empty();
    if (location.isPresent()) {
      return elsewhere(location.get());
    }
    return going(
        session,
        new Transfer.Receiving(
            true, receiving.messages(), receiving.bytes(), announced, receiving.until()));
  }

  /** An Image Data Request of the AC's; only while {@link Transfer.Receiving}. */
  Outcome received(Transfer.Receiving receiving, ImageDataRequest request) {
    Optional<Parsed<ImageBlock>> parsed = request.imageData().map(turn.config().dialect()::read);
    if (parsed.isEmpty()) {
      return going(acknowledge(session, ResultCode.MISSING_MANDATORY_ELEMENT));
    }
    if (!(parsed.get() instanceof Parsed.Value<ImageBlock> value)) {
      return going(acknowledge(session, ResultCode.IMAGE_OTHER));
    }
    ImageBlock block = value.value();
    if (block.kind() == ImageBlock.Kind.ABORT) {
      return fail(
          acknowledge(session, ResultCode.SUCCESS),
          new UpdateFailure(
              Cause.DOWNLOAD_ABORTED_BY_SOURCE, "after " + receiving.bytes() + " bytes"));
    }
    return append(receiving, block);
  }

  /**
   * One that comes when all is here: an empty last block that was waited for in vain gets the
   * verdict all the same.
   *
   * @return nothing for any other
   */
  Optional<Outcome> lateEnd(ImageDataRequest request) {
    Optional<Parsed<ImageBlock>> parsed = request.imageData().map(turn.config().dialect()::read);
    boolean end =
        parsed.isPresent()
            && parsed.get() instanceof Parsed.Value<ImageBlock> value
            && value.value().kind() == ImageBlock.Kind.LAST
            && value.value().data().length() == 0;
    if (end && fetch.transfer() instanceof Transfer.Verifying) {
      return Optional.of(going(session));
    }
    return end && fetch.transfer() instanceof Transfer.Activating
        ? Optional.of(going(acknowledge(session, ResultCode.SUCCESS)))
        : Optional.empty();
  }

  /** Blocks come, so the AC has taken our request, though its answer may never come. */
  static boolean underWay(Fetch fetch) {
    return fetch.transfer() instanceof Transfer.Verifying
        || (fetch.transfer() instanceof Transfer.Receiving receiving && receiving.messages() > 0);
  }

  private Outcome append(Transfer.Receiving receiving, ImageBlock block) {
    boolean last = block.kind() == ImageBlock.Kind.LAST;
    long messages = receiving.messages() + 1;
    long bytes = receiving.bytes() + block.data().length();
    Optional<UpdateFailure> wrong = wrongLength(receiving.announcedBytes(), bytes, last);
    if (wrong.isPresent()) {
      return fail(acknowledge(session, ResultCode.IMAGE_DATA_LENGTH), wrong.get());
    }
    turn.say(new Report.BlockReceived(messages, bytes));
    if (last) {
      turn.say(new Report.TransferEnded(messages, bytes, block.data().length()));
    }
    turn.act(new AppendBlock(waiting(session).orElseThrow(), block.data(), last));
    return going(
        session,
        last
            ? new Transfer.Verifying(turn.in(Timer.UPDATE_VERIFY))
            : new Transfer.Receiving(
                receiving.answered(),
                messages,
                bytes,
                receiving.announcedBytes(),
                turn.in(Timer.IMAGE_DATA_START)));
  }

  private Optional<UpdateFailure> wrongLength(long announced, long bytes, boolean last) {
    if (last && bytes == 0) {
      return Optional.of(
          new UpdateFailure(Cause.DOWNLOAD_CANNOT_START, "the AC ended it before the first byte"));
    }
    if (bytes > turn.config().counters().imageBytesMax()) {
      return Optional.of(tooLarge("sent", bytes));
    }
    boolean wrong = last ? bytes != announced : bytes > announced;
    return announced > 0 && wrong
        ? Optional.of(
            new UpdateFailure(
                Cause.ANNOUNCED_SIZE_MISMATCH,
                "the AC announced " + announced + " bytes and sent " + bytes))
        : Optional.empty();
  }

  /** The block of this sequence number was taken. */
  Outcome accepted(int sequence) {
    if (!(fetch.transfer() instanceof Transfer.Receiving receiving)
        || !waiting(session).equals(Optional.of(sequence))) {
      return going(session);
    }
    return going(
        acknowledge(session, ResultCode.SUCCESS),
        new Transfer.Receiving(
            receiving.answered(),
            receiving.messages(),
            receiving.bytes(),
            receiving.announcedBytes(),
            turn.in(receiving.allHere() ? Timer.RETRANSMIT_INTERVAL : Timer.IMAGE_DATA_START)));
  }

  /** The image is on the slot and verified. */
  Outcome verified() {
    return fetch.transfer() instanceof Transfer.Verifying
            || fetch.transfer() instanceof Transfer.Elsewhere
        ? new Outcome.Verified(acknowledge(session, ResultCode.SUCCESS), fetch)
        : going(session);
  }

  /** The update machine says that it failed. */
  Outcome failed(UpdateFailure failure) {
    if (fetch.transfer() instanceof Transfer.FallingBack) {
      return going(session);
    }
    if (fetch.transfer() instanceof Transfer.Elsewhere
        && ImageFailures.inFetching(failure.cause())) {
      return fallBack(failure);
    }
    return new Outcome.Failed(
        acknowledge(session, ImageFailures.code(failure.cause())), failure, false);
  }

  /** Its way into the image is cleaned up: the AC is asked for blocks now. */
  Outcome aborted() {
    if (!(fetch.transfer() instanceof Transfer.FallingBack)) {
      return going(session);
    }
    turn.act(new OfferUpdate(fetch.offer()));
    return new Outcome.Going(session, fetch.inBlocks(preparing(turn)));
  }

  private Outcome fallBack(UpdateFailure failure) {
    turn.say(new Report.ImageAskedInBlocks(session.ac().toString(), failure.line()));
    return going(session, new Transfer.FallingBack(turn.in(Timer.UPDATE_ABORT)));
  }

  /** A phase has taken too long. */
  Outcome late() {
    if (fetch.transfer() instanceof Transfer.Elsewhere) {
      UpdateFailure failure = ImageFailures.expired(turn, session, fetch.transfer());
      turn.act(new AbortUpdate(failure));
      return fallBack(failure);
    }
    if (fetch.transfer() instanceof Transfer.Receiving receiving
        && receiving.allHere()
        && waiting(session).isEmpty()) {
      turn.say(new Report.TransferEnded(receiving.messages(), receiving.bytes(), 0));
      turn.act(new AppendBlock(0, Octets.EMPTY, true));
      return going(session, new Transfer.Verifying(turn.in(Timer.UPDATE_VERIFY)));
    }
    return fail(session, ImageFailures.expired(turn, session, fetch.transfer()));
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

  /** Sequence number of the block that waits for its answer: what else waits is not ours. */
  static Optional<Integer> waiting(Session session) {
    return session.exchange().unanswered(ImageDataRequest.TYPE);
  }

  /** Answers the block that waits, if one does. */
  private Session acknowledge(Session heard, ResultCode code) {
    return waiting(heard).isPresent() ? turn.answer(heard, new ImageDataResponse(code)) : heard;
  }

  private Outcome fail(Session heard, UpdateFailure failure) {
    return new Outcome.Failed(
        acknowledge(heard, ImageFailures.code(failure.cause())), failure, true);
  }

  private Outcome going(Session next) {
    return new Outcome.Going(next, fetch);
  }

  private Outcome going(Session next, Transfer transfer) {
    return new Outcome.Going(next, fetch.with(transfer));
  }
}
