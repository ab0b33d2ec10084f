package io.apfw.agent.update;

import io.apfw.update.UpdateFailure;

/** A task ended with a failure that has its number already. */
final class TaskFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient UpdateFailure failure;

  TaskFailedException(UpdateFailure failure) {
    super(failure.line());
    this.failure = failure;
  }

  UpdateFailure failure() {
    return failure;
  }
}
