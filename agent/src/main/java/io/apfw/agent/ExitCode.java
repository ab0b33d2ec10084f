package io.apfw.agent;

import io.apfw.update.UpdateFailure.Blame;
import io.apfw.update.UpdateFailure.Cause;

/** How a program of apfw ends, by sysexits. These leave the box: never change one. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int USAGE = 64;
  public static final int IMAGE_REFUSED = 65;
  public static final int PEER_UNAVAILABLE = 69;
  public static final int BUG = 70;
  public static final int STORAGE_IO = 74;
  public static final int TRY_LATER = 75;
  public static final int BAD_CONFIGURATION = 78;

  private ExitCode() {}

  /** Of an update that failed: what a script may do about it. */
  public static int of(Cause cause) {
    if (cause == Cause.LOCATION_UNUSABLE) {
      return USAGE;
    } else if (cause.blame() == Blame.IMAGE || cause == Cause.OFFER_UNCHANGED) {
      return IMAGE_REFUSED;
    } else if (cause.blame() == Blame.SOURCE) {
      return PEER_UNAVAILABLE;
    }
    return switch (cause) {
      case ON_TRIAL,
          STOPPED,
          UPDATE_IN_PROGRESS,
          PRECHECK_FAILED,
          SCRIPT_FAILED,
          SLOT_IN_USE,
          SIGNER_NOT_YET_VALID,
          REVOCATION_UNKNOWN ->
          TRY_LATER;
      default -> STORAGE_IO;
    };
  }
}
