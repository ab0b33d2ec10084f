package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wtp.RebootReason;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.Reboots.Failure;
import io.apfw.capwap.wtp.Session;
import io.apfw.capwap.wtp.Timer;
import io.apfw.capwap.wtp.Transfer;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Blame;
import io.apfw.update.UpdateFailure.Cause;

/** A failed update, as the AC and the log hear of it. */
final class ImageFailures {
  /** The restart reason for what has none of its own; controllers' reboot reason 16. */
  static final String PROCESS_ERROR = "image download process error";

  private ImageFailures() {}

  /** RFC 5415 section 4.6.35: 14 for bytes that are not those signed, 15 for too many or few. */
  static ResultCode code(Cause cause) {
    return switch (cause) {
      case SIGNATURE_BAD,
          BLOCKMAP_MISMATCH,
          BLOCK_MISMATCH,
          PAYLOAD_MISMATCH,
          ANNOUNCED_MD5_MISMATCH ->
          ResultCode.IMAGE_CHECKSUM;
      case IMAGE_TRUNCATED, IMAGE_TRAILING_DATA, IMAGE_LARGER_THAN_SLOT, ANNOUNCED_SIZE_MISMATCH ->
          ResultCode.IMAGE_DATA_LENGTH;
      default -> ResultCode.IMAGE_OTHER;
    };
  }

  /**
   * The restart reason. A capture shows the first; the second is in the words of controllers'
   * reboot reason 14; the others are ours.
   */
  static String reason(Cause cause) {
    return switch (cause) {
      case DOWNLOAD_CANNOT_START -> "image download cannot start";
      case DOWNLOAD_STALLED -> "image data msg timeout";
      case DOWNLOAD_REFUSED -> "image download refused";
      case DOWNLOAD_ABORTED_BY_SOURCE -> "image download aborted by the controller";
      case SOURCE_LOST -> "controller lost during image download";
      default -> PROCESS_ERROR;
    };
  }

  /** One more lost AC: a download that fails in Image Data takes the session with it. */
  static Reboots counted(Reboots reboots, Cause cause) {
    RebootReason reason =
        switch (cause) {
          case DOWNLOAD_STALLED, DOWNLOAD_CANNOT_START -> RebootReason.IMAGE_DATA_TIMEOUT;
          default ->
              code(cause).equals(ResultCode.IMAGE_CHECKSUM)
                  ? RebootReason.IMAGE_CHECKSUM
                  : RebootReason.IMAGE_ERROR;
        };
    Failure failure =
        reason == RebootReason.IMAGE_DATA_TIMEOUT || cause == Cause.SOURCE_LOST
            ? Failure.LINK
            : Failure.OTHER;
    return reboots.with(failure).because(reason);
  }

  /**
   * Whether the image may still come from the AC, in blocks: it could not be fetched from where the
   * AC said. What is wrong with an image that came is as wrong in blocks.
   */
  static boolean inFetching(Cause cause) {
    return cause.blame() == Blame.SOURCE && cause != Cause.OFFER_UNCHANGED;
  }

  /** What it means that a phase has taken too long. */
  static UpdateFailure expired(Turn turn, Session session, Transfer transfer) {
    if (transfer instanceof Transfer.Preparing) {
      return late(turn, Cause.PRECHECK_FAILED, "not ready", Timer.UPDATE_READY);
    } else if (transfer instanceof Transfer.Verifying) {
      return late(turn, Cause.SLOT_UNUSABLE, "not verified", Timer.UPDATE_VERIFY);
    } else if (transfer instanceof Transfer.Elsewhere) {
      return late(turn, Cause.FETCH_DEADLINE, "not here", Timer.IMAGE_FETCH);
    } else if (transfer instanceof Transfer.FallingBack) {
      return late(turn, Cause.SLOT_UNUSABLE, "not taken back", Timer.UPDATE_ABORT);
    } else if (transfer instanceof Transfer.Receiving receiving) {
      return silent(turn, session, receiving);
    }
    return late(turn, Cause.BOOT_ENVIRONMENT_WRITE, "not activated", Timer.UPDATE_ACTIVATE);
  }

  private static UpdateFailure silent(Turn turn, Session session, Transfer.Receiving receiving) {
    if (ImageTransfer.waiting(session).isPresent()) {
      return late(turn, Cause.SLOT_WRITE, "block not taken", Timer.IMAGE_DATA_START);
    } else if (receiving.messages() > 0) {
      return late(
          turn,
          Cause.DOWNLOAD_STALLED,
          "no block after " + receiving.bytes() + " bytes",
          Timer.IMAGE_DATA_START);
    }
    return late(
        turn,
        Cause.DOWNLOAD_CANNOT_START,
        receiving.answered() ? "accepted, no block" : "request not answered",
        Timer.IMAGE_DATA_START);
  }

  private static UpdateFailure late(Turn turn, Cause cause, String what, Timer timer) {
    return new UpdateFailure(cause, what + " within " + turn.millis(timer) + " ms");
  }
}
