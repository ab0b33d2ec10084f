package io.apfw.drills.controller;

import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ConfigurationUpdateResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.drills.controller.ControllerAction.Send;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import io.apfw.drills.controller.ControllerConfig.Download;
import io.apfw.drills.controller.WtpSession.Asked;
import io.apfw.drills.controller.WtpSession.Pending;
import io.apfw.drills.controller.WtpSession.Transfer;
import java.util.Optional;

/** The part of {@link DrillController} that sends images, RFC 5415 section 9.1. */
final class ImageSender {
  private final ControllerConfig config;
  private final ControllerMessages messages;

  ImageSender(ControllerConfig config, ControllerMessages messages) {
    this.config = config;
    this.messages = messages;
  }

  /** An Image Data Request of the WTP. */
  void asked(int sequence, ImageDataRequest request, SessionDraft draft) {
    if (draft.bends(config, Bend.REQUEST_IGNORED)) {
      return;
    } else if (draft.bends(config, Bend.REQUEST_IGNORED_ONCE)) {
      draft.bend();
      return;
    }
    Optional<ImageIdentifier> asked = request.imageIdentifier();
    if (asked.isEmpty() || request.first(InitiateDownload.class).isEmpty()) {
      draft.answer(sequence, new ImageDataResponse(ResultCode.MISSING_MANDATORY_ELEMENT));
      return;
    }
    String wanted = asked.get().identifier();
    if (draft.state() != AcState.RUN) {
      draft.enter(AcState.IMAGE_DATA, Optional.empty());
    }
    if (config.download() == Download.ON_DEMAND) {
      draft.answeredByWtp();
      draft.endTransfer();
      draft.asked(Optional.of(new Asked(sequence, wanted, false)));
      draft.act(new ControllerAction.FindImage(wanted));
      return;
    }
    Optional<ImageFile> image = image(wanted);
    ResultCode result = messages.imageResult(image);
    Optional<ImageLocation> location =
        config
            .location()
            .filter(where -> result.isSuccess() && ImageLocation.offered(request.elements()));
    draft.answer(sequence, messages.imageDataResponse(result, image, location));
    draft.say(new ControllerNote.ImageAsked(wanted, result.code()));
    location.ifPresent(where -> draft.say(new ControllerNote.LocationTold(where.url())));
    draft.answeredByWtp();
    draft.endTransfer();
    if (location.isEmpty() && result.isSuccess() && config.download() == Download.BLOCKS) {
      startTransfer(image.orElseThrow(), draft);
    }
  }

  /** What a WTP waits for is here. */
  void found(ImageFile image, SessionDraft draft) {
    if (draft.asked().isPresent()) {
      answer(ResultCode.SUCCESS, Optional.of(image), draft);
      draft.asked(Optional.empty());
      startTransfer(image, draft);
    }
  }

  /** It takes a while: the WTP hears of no trouble, and of no size either. */
  void coming(SessionDraft draft) {
    answer(ResultCode.SUCCESS, Optional.empty(), draft);
  }

  /** It cannot be had; a WTP that was told otherwise finds out by itself. */
  void missing(SessionDraft draft) {
    draft
        .asked()
        .ifPresent(waiting -> draft.say(new ControllerNote.ImageUnavailable(waiting.identifier())));
    answer(ResultCode.IMAGE_OTHER, Optional.empty(), draft);
    draft.asked(Optional.empty());
  }

  /** Answers the request unless it has its answer. */
  private void answer(ResultCode result, Optional<ImageFile> image, SessionDraft draft) {
    Optional<Asked> asked = draft.asked().filter(waiting -> !waiting.answered());
    if (asked.isPresent()) {
      int sequence = asked.get().sequence();
      String identifier = asked.get().identifier();
      draft.answer(sequence, messages.imageDataResponse(result, image, Optional.empty()));
      draft.say(new ControllerNote.ImageAsked(identifier, result.code()));
      draft.asked(Optional.of(new Asked(sequence, identifier, true)));
    }
  }

  private Optional<ImageFile> image(String identifier) {
    if (config.bends(Bend.IMAGES_BY_VERSION)) {
      return config.images().values().stream()
          .filter(image -> identifier.equals(config.imageVersion()))
          .findFirst();
    }
    return Optional.ofNullable(config.images().get(identifier));
  }

  private void startTransfer(ImageFile image, SessionDraft draft) {
    draft.say(new ControllerNote.TransferStarted(image.bytes()));
    if (config.bends(Bend.CONFIGURATION_FIRST)) {
      draft.transfer(Transfer.of(image));
      draft.request(
          new Send(draft.nextSequence(), messages.configurationUpdate()),
          ConfigurationUpdateResponse.TYPE);
    } else {
      sendBlocks(Transfer.of(image), draft);
    }
  }

  /** As many blocks as may be outstanding, behind what was sent. */
  void sendBlocks(Transfer sent, SessionDraft draft) {
    Transfer next = sent;
    while (!next.complete() && draft.hasRoom() && !stops(next, draft)) {
      next = sendBlock(next, draft);
    }
  }

  private boolean stops(Transfer sent, SessionDraft draft) {
    if (sent.sentBytes() <= sent.image().bytes() / 2) {
      return false;
    } else if (draft.bends(config, Bend.GOES_SILENTLY) || draft.bends(config, Bend.ZOMBIE)) {
      draft.end("gone without a word", false);
      draft.act(new ControllerAction.Vanish());
      return true;
    }
    return draft.bends(config, Bend.STOPS_IN_THE_MIDDLE);
  }

  private Transfer sendBlock(Transfer sent, SessionDraft draft) {
    ImageFile image = sent.image();
    long left = image.bytes() - sent.sentBytes();
    int bytes = (int) Math.min(config.blockBytes(), left);
    boolean last = bytes == left && (left == 0 || !config.bends(Bend.EMPTY_LAST_BLOCK));
    Transfer next = new Transfer(image, sent.sentBytes() + bytes, sent.messages() + 1, bytes, last);
    draft.transfer(next);
    draft.requestBeside(
        new SendBlock(
            draft.nextSequence(),
            image,
            sent.sentBytes(),
            bytes,
            last && !config.bends(Bend.SHORT_LAST_BLOCK)),
        ImageDataResponse.TYPE);
    if (next.complete()) {
      draft.say(new ControllerNote.LastBlockSent(next.messages(), next.sentBytes(), bytes));
    }
    return next;
  }

  /** The answer to a block. */
  void answered(Pending block, ImageDataResponse answer, SessionDraft draft) {
    if (draft.transfer().isEmpty()) {
      return;
    }
    Transfer sent = draft.transfer().get();
    if (answer.resultCode().isEmpty()) {
      draft.end("an Image Data Response without a Result Code says nothing", true);
      return;
    }
    long code = answer.resultCode().get().code();
    boolean last = block.sequence() == (draft.nextSequence() - 1 & 0xff);
    if (sent.complete() && last) {
      draft.say(
          new ControllerNote.TransferAnswered(
              sent.messages(), sent.sentBytes(), sent.blockBytes(), code));
      endTransfer(draft);
    } else if (code != ResultCode.SUCCESS.code()) {
      draft.say(new ControllerNote.BlockRefused(sent.messages(), code));
      endTransfer(draft);
    } else {
      sendBlocks(sent, draft);
    }
  }

  /** A WTP in Image Data reboots now; one in Run goes on. */
  private static void endTransfer(SessionDraft draft) {
    draft.answeredByWtp();
    draft.endTransfer();
    if (draft.state() != AcState.RUN) {
      draft.enter(AcState.RESET, Optional.empty());
    }
  }
}
