package io.apfw.agent.operator;

import io.apfw.agent.ExitCode;
import io.apfw.agent.control.ControlCommand;
import io.apfw.agent.control.ControlReply;
import io.apfw.agent.control.ControlRequest;
import io.apfw.cloud.CloudVerdict;
import io.apfw.report.Report;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code check}: has the cloud asked now. A line for each event of the check, and the end as {@link
 * CheckAnswer} says. An image that it offers is fetched as one of a check by schedule is. Owned by
 * the event loop.
 */
public final class CheckOrder implements ControlCommand, Consumer<Report> {
  private final Optional<Supplier<CompletableFuture<CloudVerdict>>> cloud;
  private final Executor loop;
  private final InstantSource clock;
  private final List<ControlReply> waiting = new ArrayList<>();

  /**
   * @param cloud begins a check; none where no cloud is configured
   * @param loop the event loop
   */
  public CheckOrder(
      Optional<Supplier<CompletableFuture<CloudVerdict>>> cloud,
      Executor loop,
      InstantSource clock) {
    this.cloud = cloud;
    this.loop = loop;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public boolean acts() {
    return true;
  }

  @Override
  public void begin(ControlRequest request, ControlReply reply) {
    if (cloud.isEmpty()) {
      reply.failed(ExitCode.BAD_CONFIGURATION, CheckAnswer.NO_CLOUD);
      return;
    }
    waiting.add(reply);
    reply.onGone(() -> waiting.remove(reply));
    // The last reports of a check are said behind its verdict.
    var unused =
        cloud
            .get()
            .get()
            .whenCompleteAsync((verdict, failure) -> end(reply, verdict, failure), loop);
  }

  private void end(
      ControlReply reply, @Nullable CloudVerdict verdict, @Nullable Throwable failure) {
    waiting.remove(reply);
    if (verdict == null) {
      reply.failed(
          ExitCode.TRY_LATER,
          failure == null ? "no verdict" : String.valueOf(failure.getMessage()));
    } else {
      reply.end(CheckAnswer.exitCode(verdict), CheckAnswer.of(verdict));
    }
  }

  @Override
  public void accept(Report report) {
    if (!waiting.isEmpty()) {
      CheckAnswer.line(report, clock.instant())
          .ifPresent(line -> List.copyOf(waiting).forEach(reply -> reply.line(line)));
    }
  }
}
