package io.apfw.agent.operator;

import io.apfw.update.UpdateAction.News;
import java.util.Optional;

/** An order that was given: follows the news for the operator to its outcome. */
public final class OrderProgress {
  private final UpdateOrder order;
  private Optional<OrderOutcome> failure = Optional.empty();

  public OrderProgress(UpdateOrder order) {
    this.order = order;
  }

  public UpdateOrder order() {
    return order;
  }

  /** Takes news; the outcome once there is one. */
  public Optional<OrderOutcome> heard(News news) {
    if (news instanceof News.Failed failed) {
      failure = Optional.of(OrderOutcome.failed(order, failed.failure()));
    } else if (news instanceof News.AbortRefused refused) {
      return Optional.of(OrderOutcome.failed(order, refused.why()));
    } else if (news instanceof News.Confirmed) {
      return done("The running image is good.");
    } else if (news instanceof News.Activated) {
      return done("The other slot is first in boot order and boots now, on trial.");
    } else if (news instanceof News.RolledBack) {
      return done("The image on trial is given up; the one before it boots now.");
    } else if (news instanceof News.Aborted) {
      return order == UpdateOrder.ABORT ? aborted() : failure;
    }
    return Optional.empty();
  }

  /** However the update ended: what was asked for is that it has. */
  private Optional<OrderOutcome> aborted() {
    return done(failure.isEmpty() ? "No update is under way." : "The update has been called off.");
  }

  private Optional<OrderOutcome> done(String result) {
    return Optional.of(OrderOutcome.done(order, result));
  }
}
