package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.operator.Install;
import io.apfw.agent.operator.OrderOutcome;
import io.apfw.agent.operator.OrderProgress;
import io.apfw.agent.operator.UpdateOrder;
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
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateEvent.BootFacts;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An operator's order or download where no agent runs: the same machine on the same storage, under
 * the same lock, with neither controller nor cloud. What an agent left open is settled first, as at
 * any start; a process that is killed in the middle leaves what an agent leaves that is.
 *
 * <p>One thread, the caller's, has the machine and takes from a queue what workers say.
 */
public final class UpdateAlone implements UpdateSession.Events, Install.Agent, AutoCloseable {
  /** What is to be done once the machine has settled. */
  private interface Errand {
    void begin(UpdateAlone alone);

    void said(Report report);

    void heard(News news);

    boolean over();
  }

  private final InstantSource clock = InstantSource.system();
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final UpdateMachine machine;
  private final Errand errand;
  private final UpdateSession session;
  private final @Nullable Fetching fetching;
  private UpdateState state;
  private boolean rebootDue;

  private UpdateAlone(
      AgentConfig config, ApStorage storage, BootFacts facts, boolean fetches, Errand errand)
      throws IOException, StorageException {
    this.machine = new UpdateMachine(Wiring.updates(config));
    this.errand = errand;
    this.state = new UpdateState.Idle(facts);
    TrustedClock trusted = Trust.clock(config, storage);
    this.session =
        UpdateWiring.session(
            config,
            storage,
            facts,
            new ImageVerifier(Trust.signers(config, storage)),
            trusted,
            this);
    try {
      this.fetching = fetches ? FetchWiring.fetching(config, trusted, session, this) : null;
    } catch (IOException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Carries an order out, and begins the reboot that follows from it.
   *
   * @param version as for {@link UpdateOrder#event}
   * @return nothing when an agent, or another command, is at work
   */
  public static Optional<OrderOutcome> order(AgentConfig config, UpdateOrder order, String version)
      throws IOException, StorageException, InterruptedException {
    Ordered ordered = new Ordered(order, order.event(version));
    run(config, false, ordered);
    return ordered.outcome;
  }

  /**
   * Downloads an image, and begins the reboot if that is wanted.
   *
   * @param watcher takes what happens, in the caller's thread
   * @return whether it could begin: nothing else of apfw is at work
   */
  public static boolean install(AgentConfig config, Install.Order order, Install.Watcher watcher)
      throws IOException, StorageException, InterruptedException {
    return run(config, true, new Installed(config.image().family(), order, watcher));
  }

  /** What to say where that was not so. */
  public static String busy(AgentConfig config) {
    return "an agent, or another command of apfw, is at work on "
        + config.stateDir()
        + " and does not listen on "
        + config.control().socket()
        + ": try again in a moment; if it is an agent, restart it";
  }

  private static boolean run(AgentConfig config, boolean fetches, Errand errand)
      throws IOException, StorageException, InterruptedException {
    Files.createDirectories(config.stateDir());
    Files.createDirectories(config.scripts().workDir());
    Optional<AgentLock> lock = AgentLock.take(config.stateDir());
    if (lock.isEmpty()) {
      return false;
    }
    try {
      ApStorage storage = Storage.of(config);
      BootFacts facts = storage.facts();
      boolean reboot;
      try (UpdateAlone alone = new UpdateAlone(config, storage, facts, fetches, errand)) {
        alone.carryOut(facts);
        reboot = alone.rebootDue;
      }
      if (reboot) {
        Reboot.run(config);
      }
      return true;
    } finally {
      lock.get().close();
    }
  }

  private void carryOut(BootFacts facts) throws InterruptedException {
    take(machine.start(new UpdateEvent.Booted(facts), clock.instant()));
    while (!state.settled() || !inbox.isEmpty()) {
      next().run();
    }
    errand.begin(this);
    while (!errand.over() || !state.settled() || !inbox.isEmpty()) {
      next().run();
    }
  }

  private Runnable next() throws InterruptedException {
    Optional<Instant> deadline = machine.nextDeadline(state);
    if (deadline.isEmpty()) {
      return inbox.take();
    }
    long millis = Duration.between(clock.instant(), deadline.get()).toMillis();
    @Nullable Runnable next = inbox.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
    return next == null ? () -> step(new UpdateEvent.DeadlineReached()) : next;
  }

  private void step(UpdateEvent event) {
    take(machine.step(state, event, clock.instant()));
  }

  private void take(Step<UpdateState, UpdateAction> step) {
    state = step.state();
    for (UpdateAction action : step.actions()) {
      carry(action);
    }
  }

  private void carry(UpdateAction action) {
    if (action instanceof UpdateAction.Start start) {
      session.start(start.task(), start.offer(), start.failure());
    } else if (action instanceof UpdateAction.Restart) {
      rebootDue = true;
    } else if (action instanceof UpdateAction.Say say) {
      say(say.report());
    } else if (action instanceof UpdateAction.Fetch begin) {
      fetching().begin(begin.offer());
    } else if (action instanceof UpdateAction.StopFetch stop) {
      fetching().stop(stop.reason());
    } else if (action instanceof UpdateAction.Tell tell && tell.to() == Source.OPERATOR) {
      // Behind what was said before.
      inbox.add(() -> errand.heard(tell.news()));
    }
  }

  @Override
  public void close() {
    if (fetching != null) {
      fetching.close();
    }
    session.close();
  }

  private Fetching fetching() {
    if (fetching == null) {
      throw new IllegalStateException("a fetch that no errand began");
    }
    return fetching;
  }

  @Override
  public void on(UpdateEvent event) {
    inbox.add(() -> step(event));
  }

  @Override
  public void say(Report report) {
    inbox.add(() -> errand.said(report));
  }

  @Override
  public void restart(String reason, RunEnd how) {
    rebootDue = true;
  }

  /** Blocks come from controllers only. */
  @Override
  public void accepted(int sequence) {}

  private static final class Ordered implements Errand {
    private final OrderProgress progress;
    private final UpdateEvent event;
    private Optional<OrderOutcome> outcome = Optional.empty();
    private @Nullable UpdateAlone alone;

    Ordered(UpdateOrder order, UpdateEvent event) {
      this.progress = new OrderProgress(order);
      this.event = event;
    }

    @Override
    public void begin(UpdateAlone by) {
      alone = by;
      by.on(event);
    }

    @Override
    public void said(Report report) {}

    @Override
    public void heard(News news) {
      if (alone != null) {
        alone.rebootDue |= news instanceof News.Activated;
        outcome = outcome.or(() -> progress.heard(news));
      }
    }

    @Override
    public boolean over() {
      return outcome.isPresent();
    }
  }

  private static final class Installed implements Errand {
    private final String family;
    private final Install.Order order;
    private final Install.Watcher watcher;
    private @Nullable Install install;
    private boolean over;

    Installed(String family, Install.Order order, Install.Watcher watcher) {
      this.family = family;
      this.order = order;
      this.watcher = watcher;
    }

    @Override
    public void begin(UpdateAlone by) {
      Install begun = new Install(family, by.clock, by);
      install = begun;
      begun.begin(
          order,
          new Install.Watcher() {
            @Override
            public void line(Map<String, ?> line) {
              watcher.line(line);
            }

            @Override
            public void ended(int exitCode, Map<String, ?> result) {
              over = true;
              watcher.ended(exitCode, result);
            }
          });
    }

    @Override
    public void said(Report report) {
      if (install != null) {
        install.accept(report);
      }
    }

    @Override
    public void heard(News news) {
      if (install != null) {
        install.heard(news);
      }
    }

    @Override
    public boolean over() {
      return over;
    }
  }
}
