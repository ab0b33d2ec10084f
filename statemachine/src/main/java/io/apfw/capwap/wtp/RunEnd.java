package io.apfw.capwap.wtp;

import io.apfw.capwap.wtp.Reboots.Failure;
import java.util.Optional;

/** How a run of the agent ends. The names stand in a file: append only. */
public enum RunEnd {
  /** An AC asked for a reset. */
  AC_INITIATED(Optional.of(Failure.AC_INITIATED), RebootReason.REBOOT_COMMAND),
  /** The image did not pass its trial. */
  ROLLED_BACK(Optional.of(Failure.SOFTWARE), RebootReason.IMAGE_ERROR),
  /** Somebody stopped the agent. */
  STOPPED(Optional.empty(), RebootReason.NONE),
  /** A bug ended it. */
  BUG(Optional.of(Failure.SOFTWARE), RebootReason.NONE),
  /** An image that an AC gave or named boots next. */
  AC_IMAGE(Optional.of(Failure.AC_INITIATED), RebootReason.IMAGE_UPGRADE),
  /** An image that the cloud named boots next: no AC had a part in it, and nothing failed. */
  CLOUD_IMAGE(Optional.empty(), RebootReason.IMAGE_UPGRADE),
  /** An image that an operator installed boots next, by the operator's order. */
  OPERATOR_IMAGE(Optional.empty(), RebootReason.IMAGE_UPGRADE);

  private final Optional<Failure> failure;
  private final RebootReason reason;

  RunEnd(Optional<Failure> failure, RebootReason reason) {
    this.failure = failure;
    this.reason = reason;
  }

  /** The RFC's class of it, if it is one of those. */
  public Optional<Failure> failure() {
    return failure;
  }

  /** The controllers' reason. */
  public RebootReason reason() {
    return reason;
  }
}
