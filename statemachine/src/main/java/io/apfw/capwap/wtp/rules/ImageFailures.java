package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.update.UpdateFailure.Cause;

/** A failed update, as the AC and the log hear of it. */
final class ImageFailures {
  /** The restart reason for what has none of its own; controllers' reboot reason 16. */
  static final String PROCESS_ERROR = "image download process error";

  private ImageFailures() {}

  /** RFC 5415 section 4.6.35: 14 for bytes that are not those signed, 15 for too many or few. */
  static ResultCode code(Cause cause) {
    return switch (cause) {
      case SIGNATURE_BAD, BLOCKMAP_MISMATCH, BLOCK_MISMATCH, PAYLOAD_MISMATCH ->
          ResultCode.IMAGE_CHECKSUM;
      case IMAGE_TRUNCATED, IMAGE_TRAILING_DATA, IMAGE_LARGER_THAN_SLOT ->
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
}
