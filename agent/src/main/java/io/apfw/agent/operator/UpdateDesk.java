package io.apfw.agent.operator;

import io.apfw.agent.ExitCode;
import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlReply;
import io.apfw.agent.control.ControlRequest;
import io.apfw.agent.control.RequestException;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code activate}, {@code confirm}, {@code rollback} and {@code abort}: hands the operator's order
 * to the update machine and answers when it is known what came of it. One order at a time, but a
 * confirmation that waits for the board's checks gives way to another order. Owned by the event
 * loop.
 */
public final class UpdateDesk implements Consumer<News> {
  private final BooleanSupplier installing;
  private final Consumer<UpdateEvent> updates;
  private final Consumer<String> restart;
  private @Nullable OrderProgress order;
  private @Nullable ControlReply reply;

  /**
   * @param installing whether an {@link Install} is under way, which only ABORT may disturb
   * @param updates takes events for the update machine
   * @param restart reboots, for this reason, once an image has been activated
   */
  public UpdateDesk(
      BooleanSupplier installing, Consumer<UpdateEvent> updates, Consumer<String> restart) {
    this.installing = installing;
    this.updates = updates;
    this.restart = restart;
  }

  /** One command for each order. */
  public List<ControlCommand> commands() {
    return Arrays.stream(UpdateOrder.values()).<ControlCommand>map(Command::new).toList();
  }

  /** Whether somebody waits for the end of an update. */
  public boolean aborts() {
    OrderProgress given = order;
    return given != null && given.order() == UpdateOrder.ABORT;
  }

  /** News for the operator, but for an install's. */
  @Override
  public void accept(News news) {
    OrderProgress given = order;
    ControlReply to = reply;
    if (given != null && !aborts() && news instanceof News.Activated) {
      restart.accept("an operator has the other slot booted");
    }
    if (given != null && to != null) {
      Optional<OrderOutcome> outcome = given.heard(news);
      if (outcome.isPresent()) {
        order = null;
        reply = null;
        to.end(outcome.get().exitCode(), outcome.get().fields());
      }
    }
  }

  private void begin(UpdateOrder wanted, ControlRequest request, ControlReply to)
      throws RequestException {
    UpdateEvent event = wanted.event(request.optionalText("version").orElse(""));
    if (wanted != UpdateOrder.ABORT && installing.getAsBoolean()) {
      to.failed(ExitCode.TRY_LATER, "an install is under way: wait for its end, or apfw abort it");
      return;
    }
    OrderProgress before = order;
    ControlReply waiting = reply;
    if (before != null && waiting != null) {
      if (before.order() != UpdateOrder.CONFIRM) {
        to.failed(
            ExitCode.TRY_LATER,
            "apfw " + before.order().word() + " is under way: wait until it has ended");
        return;
      }
      waiting.end(
          ExitCode.TRY_LATER,
          Map.of("error", "apfw " + wanted.word() + " has come while this waited for the checks"));
    }
    order = new OrderProgress(wanted);
    reply = to;
    updates.accept(event);
  }

  /** Somebody who hangs up has not taken the order back: {@code abort} does that. */
  private final class Command implements ControlCommand {
    private final UpdateOrder wanted;

    Command(UpdateOrder wanted) {
      this.wanted = wanted;
    }

    @Override
    public String name() {
      return wanted.word();
    }

    @Override
    public boolean acts() {
      return true;
    }

    @Override
    public void begin(ControlRequest request, ControlReply to) throws RequestException {
      UpdateDesk.this.begin(wanted, request, to);
    }
  }
}
