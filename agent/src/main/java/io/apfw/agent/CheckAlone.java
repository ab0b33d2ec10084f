package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.CloudSettings;
import io.apfw.agent.update.ApStorage;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.cloud.CloudVerdict;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.MonotonicClock;
import io.apfw.report.Report;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.UpdateEvent;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A cloud check while no agent runs: the answer is shown, and nothing follows from it. */
public final class CheckAlone {
  private CheckAlone() {}

  /**
   * Asks the cloud, and waits for its answer.
   *
   * @param reports takes what happens, on another thread, until this returns
   * @throws IOException when roots or keys cannot be used
   */
  public static CloudVerdict run(AgentConfig config, CloudSettings cloud, Consumer<Report> reports)
      throws IOException, StorageException, InterruptedException {
    CompletableFuture<CloudVerdict> verdict = new CompletableFuture<>();
    ApStorage storage = Storage.of(config);
    TrustedClock clock = Trust.clock(config, storage);
    try (EventLoop loop = new EventLoop(new MonotonicClock())) {
      loop.bug().thenAccept(verdict::completeExceptionally);
      try (CloudCheck check =
          new CloudCheck(
              loop,
              CloudWiring.setup(config, cloud).machine(),
              to -> CloudWiring.client(cloud, clock, to),
              shown(reports))) {
        check.start(storage.facts().inventory(), new SecureRandom().nextLong());
        // Behind the last reports, which are said after the verdict.
        var unused = check.check().thenAccept(came -> loop.execute(() -> verdict.complete(came)));
        return verdict.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a bug of apfw ends the check", e.getCause());
      }
    }
  }

  private static CloudCheck.Events shown(Consumer<Report> reports) {
    return new CloudCheck.Events() {
      @Override
      public void say(Report report) {
        reports.accept(report);
      }

      @Override
      public void on(UpdateEvent event) {}

      @Override
      public void restart(String reason, RunEnd how) {}
    };
  }
}
