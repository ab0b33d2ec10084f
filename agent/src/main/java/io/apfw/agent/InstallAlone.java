package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.operator.Install;
import io.apfw.agent.transport.EventLoop;
import io.apfw.agent.transport.MonotonicClock;
import io.apfw.agent.update.ApStorage;
import io.apfw.agent.update.Fetching;
import io.apfw.agent.update.UpdateSession;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The operator's download while no agent runs: the update machine with its edges, and neither
 * controller nor cloud. Holds {@link AgentLock}. A process that is killed in the middle leaves what
 * an agent leaves that is: the next one settles it.
 */
public final class InstallAlone implements UpdateSession.Events, Install.Agent {
  private final EventLoop loop;
  private final UpdateMachine machine;
  private final Install install;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private UpdateState state;
  private @Nullable UpdateSession session;
  private @Nullable Fetching fetching;
  private boolean reboot;

  private InstallAlone(AgentConfig config, EventLoop loop, BootFacts facts) {
    this.loop = loop;
    this.machine = new UpdateMachine(Wiring.updates(config));
    this.install = new Install(config.image().family(), InstantSource.system(), this);
    this.state = new UpdateState.Idle(facts);
  }

  /**
   * Carries the order out; returns when it has ended and the watcher has heard how.
   *
   * @throws IOException when a file of the configuration cannot be used
   */
  public static void run(AgentConfig config, Install.Order order, Install.Watcher watcher)
      throws IOException, StorageException, InterruptedException {
    Files.createDirectories(config.stateDir());
    Files.createDirectories(config.scripts().workDir());
    Optional<AgentLock> lock = AgentLock.take(config.stateDir());
    if (lock.isEmpty()) {
      watcher.ended(
          ExitCode.TRY_LATER,
          Map.of(
              "error",
              "something is at work on "
                  + config.stateDir()
                  + ", and no agent listens on "
                  + config.control().socket()
                  + ": wait until it is done"));
      return;
    }
    try {
      locked(config, order, watcher);
    } finally {
      lock.get().close();
    }
  }

  private static void locked(AgentConfig config, Install.Order order, Install.Watcher watcher)
      throws IOException, StorageException, InterruptedException {
    ApStorage storage = Storage.of(config);
    BootFacts facts = storage.facts();
    if (facts.inventory().onTrial() || facts.unfinished().isPresent()) {
      watcher.ended(
          ExitCode.TRY_LATER,
          Map.of("error", "the last update is not settled: start the agent, which does that"));
      return;
    }
    TrustedClock clock = Trust.clock(config, storage);
    ImageVerifier verifier = new ImageVerifier(Trust.signers(config, storage));
    boolean reboot;
    try (EventLoop loop = new EventLoop(new MonotonicClock())) {
      InstallAlone alone = new InstallAlone(config, loop, facts);
      loop.bug().thenAccept(alone.end::completeExceptionally);
      try (UpdateSession session =
              UpdateWiring.session(config, storage, facts, verifier, clock, alone);
          Fetching fetching = FetchWiring.fetching(config, session, alone)) {
        reboot = alone.carryOut(session, fetching, facts, order, watcher);
      }
    }
    if (reboot) {
      Reboot.run(config);
    }
  }

  private boolean carryOut(
      UpdateSession ownSession,
      Fetching ownFetching,
      BootFacts facts,
      Install.Order order,
      Install.Watcher watcher)
      throws InterruptedException {
    loop.execute(
        () -> {
          session = ownSession;
          fetching = ownFetching;
          take(machine.start(new UpdateEvent.Booted(facts), loop.now()));
          install.begin(order, ending(watcher));
        });
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug of apfw ends the install", e.getCause());
    }
    return reboot;
  }

  private Install.Watcher ending(Install.Watcher watcher) {
    return new Install.Watcher() {
      @Override
      public void line(Map<String, ?> line) {
        watcher.line(line);
      }

      @Override
      public void ended(int exitCode, Map<String, ?> result) {
        watcher.ended(exitCode, result);
        // A reboot is asked for right after this.
        loop.execute(() -> end.complete(null));
      }
    };
  }

  @Override
  public void on(UpdateEvent event) {
    execute(() -> take(machine.step(state, event, loop.now())));
  }

  @Override
  public void say(Report report) {
    execute(() -> install.accept(report));
  }

  @Override
  public void restart(String reason, RunEnd how) {
    reboot = true;
  }

  /** Blocks come from controllers only. */
  @Override
  public void accepted(int sequence) {}

  private void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The loop has ended; a worker's last words are for nobody.
    }
  }

  private void take(Step<UpdateState, UpdateAction> step) {
    state = step.state();
    for (UpdateAction action : step.actions()) {
      run(action);
    }
  }

  private void run(UpdateAction action) {
    UpdateSession jobs = session;
    Fetching fetch = fetching;
    if (jobs == null || fetch == null) {
      throw new IllegalStateException("an action before the edges are there");
    }
    if (action instanceof UpdateAction.Start start) {
      jobs.start(start.task(), start.offer(), start.failure());
    } else if (action instanceof UpdateAction.Say say) {
      say(say.report());
    } else if (action instanceof UpdateAction.Fetch begin) {
      fetch.begin(begin.offer());
    } else if (action instanceof UpdateAction.StopFetch stop) {
      fetch.stop(stop.reason());
    } else if (action instanceof UpdateAction.Tell tell && tell.to() == Source.OPERATOR) {
      // Behind what was said before.
      execute(() -> install.heard(tell.news()));
    }
  }
}
