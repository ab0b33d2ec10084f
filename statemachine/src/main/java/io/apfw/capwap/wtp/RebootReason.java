package io.apfw.capwap.wtp;

/**
 * Why a WTP rebooted or left its AC, numbered as field controllers number an AP's reboot and
 * disconnect reasons (the published YANG enumeration {@code spam-ap-reboot-reason}); of its 76
 * those that this WTP can have.
 *
 * <p>12, an opcode of the image data that nobody knows, is not among them: such a block is refused
 * with Result Code 16 and waited for again, and what comes of it in the end is 14.
 */
public enum RebootReason {
  /** Nothing is known, or it has none of these. */
  NONE(0),
  /** A Reset Request that names the running version, or one that cannot be booted. */
  REBOOT_COMMAND(4),
  /** Another image was stored and verified, and boots next. */
  IMAGE_UPGRADE(11),
  /** The image is not what was announced or signed. */
  IMAGE_CHECKSUM(13),
  /** Image data did not come in time. */
  IMAGE_DATA_TIMEOUT(14),
  /** Everything else that goes wrong with an image, its trial among it. */
  IMAGE_ERROR(16);

  private final int number;

  RebootReason(int number) {
    this.number = number;
  }

  /** As controllers number it, 8 bits. */
  public int number() {
    return number;
  }

  /** The one with this number; {@link #NONE} when it is not one of these. */
  public static RebootReason of(long number) {
    for (RebootReason reason : values()) {
      if (reason.number == number) {
        return reason;
      }
    }
    return NONE;
  }
}
