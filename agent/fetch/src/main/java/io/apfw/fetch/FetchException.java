package io.apfw.fetch;

import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.EnumSet;
import java.util.Set;

/**
 * A fetch that did not give what was asked for. The detail names the URL without credentials, the
 * value and what to do.
 */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1;

  /** What may be gone a moment later; the rest needs somebody to change something. */
  private static final Set<Cause> PASSING =
      EnumSet.of(
          Cause.SERVER_UNREACHABLE,
          Cause.SERVER_NAME_UNKNOWN,
          Cause.SERVER_SILENT,
          Cause.TRANSFER_CUT,
          Cause.SERVER_ERROR);

  private final transient UpdateFailure failure;

  /** With the detail for a person. */
  public FetchException(Cause cause, String detail) {
    this(new UpdateFailure(cause, detail));
  }

  /** As somebody else has worded it. */
  public FetchException(UpdateFailure failure) {
    super(failure.line());
    this.failure = failure;
  }

  /** With its number. */
  public UpdateFailure failure() {
    return failure;
  }

  /** Whether the same request may succeed a little later. */
  public boolean passing() {
    return PASSING.contains(failure.cause());
  }
}
