package io.apfw.agent.operator;

import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Locale;

/** What an operator may order; the words leave the box. */
public enum UpdateOrder {
  /** Boot the verified image of the other slot, on trial. */
  ACTIVATE,
  /** The running image is good. */
  CONFIRM,
  /** Back to the image of the other slot. */
  ROLLBACK,
  /** End what comes in. */
  ABORT;

  private static final UpdateFailure CALLED_OFF =
      new UpdateFailure(Cause.STOPPED, "an operator called the update off");

  /** The command's name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the update machine is told.
   *
   * @param version for ACTIVATE: which it has to be; empty for whichever is there
   */
  public UpdateEvent event(String version) {
    return switch (this) {
      case ACTIVATE -> new UpdateEvent.ActivateRequested(Source.OPERATOR, version);
      case CONFIRM -> new UpdateEvent.ConfirmRequested();
      case ROLLBACK -> new UpdateEvent.RollBackRequested();
      case ABORT -> new UpdateEvent.AbortRequested(Source.OPERATOR, CALLED_OFF);
    };
  }
}
