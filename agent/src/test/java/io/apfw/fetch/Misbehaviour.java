package io.apfw.fetch;

import io.apfw.update.UpdateFailure.Cause;
import java.util.EnumSet;
import java.util.Set;

/** What servers do, and what must come of it whichever way the file is fetched. */
enum Misbehaviour {
  /** No such file. */
  MISSING(Cause.FILE_NOT_FOUND),
  /** The file is there, and not for us. */
  FORBIDDEN(Cause.ACCESS_REFUSED),
  /** The server fails over something of its own. */
  BROKEN(Cause.SERVER_ERROR),
  /** Nobody listens there; over UDP nobody says so. */
  DEAD(Cause.SERVER_UNREACHABLE, Cause.SERVER_SILENT),
  /** Listens, and says nothing. */
  SILENT(Cause.SERVER_SILENT),
  /** Goes on to the middle. */
  STALLS(Cause.SERVER_SILENT),
  /** Breaks off in the middle. */
  CUTS(Cause.TRANSFER_CUT, Cause.SERVER_ERROR),
  /** Says more than it sends. */
  SAYS_LONGER(Cause.FILE_SIZE_DIFFERS, Cause.TRANSFER_CUT),
  /** Says less than it sends. */
  SAYS_SHORTER(Cause.FILE_SIZE_DIFFERS),
  /** Says that it will send more than we take. */
  TOO_LARGE(Cause.FILE_TOO_LARGE),
  /** Sends on and on. */
  ENDLESS(Cause.FILE_TOO_LARGE),
  /** Sends us round in circles. */
  REDIRECTS_ROUND(Cause.REDIRECT_REFUSED),
  /** Sends us to somebody else. */
  REDIRECTS_AWAY(Cause.REDIRECT_REFUSED),
  /** Sends us from https to http. */
  REDIRECTS_TO_PLAIN(Cause.REDIRECT_REFUSED),
  /** Is not one that we trust. */
  UNTRUSTED(Cause.SERVER_UNTRUSTED),
  /** Is one that we trust, but for another host. */
  OTHER_NAME(Cause.SERVER_UNTRUSTED),
  /** Has another file when the second part is asked for. */
  CHANGES(Cause.FILE_CHANGED),
  /** Does not speak the protocol as agreed. */
  BABBLES(Cause.SERVER_PROTOCOL);

  private final Cause cause;
  private final Cause other;

  Misbehaviour(Cause cause) {
    this(cause, cause);
  }

  Misbehaviour(Cause cause, Cause other) {
    this.cause = cause;
    this.other = other;
  }

  /** One of them; transports differ in what they can tell apart. */
  Set<Cause> causes() {
    return EnumSet.of(cause, other);
  }
}
