package io.apfw.cloud;

/** An answer that is not believed; never leaves this package. */
final class CloudRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient CloudFailure failure;

  CloudRefusedException(CloudFailure.Cause cause, String detail) {
    this(new CloudFailure(cause, detail));
  }

  CloudRefusedException(CloudFailure failure) {
    super(failure.line());
    this.failure = failure;
  }

  CloudFailure failure() {
    return failure;
  }
}
