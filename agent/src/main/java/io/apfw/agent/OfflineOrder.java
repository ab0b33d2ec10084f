package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.operator.OrderOutcome;
import io.apfw.agent.operator.OrderProgress;
import io.apfw.agent.operator.UpdateOrder;
import io.apfw.agent.update.ApStorage;
import io.apfw.agent.update.UpdateSession;
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
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An operator's order where no agent runs: the same machine on the same storage, under the same
 * lock. What an agent left open is settled first, as at any start.
 */
public final class OfflineOrder implements UpdateSession.Events {
  private final InstantSource clock = InstantSource.system();
  private final BlockingQueue<UpdateEvent> inbox = new LinkedBlockingQueue<>();
  private final UpdateMachine machine;
  private final OrderProgress progress;
  private Optional<OrderOutcome> outcome = Optional.empty();
  private boolean rebootDue;

  private OfflineOrder(AgentConfig config, UpdateOrder order) {
    machine = new UpdateMachine(Wiring.updates(config));
    progress = new OrderProgress(order);
  }

  /**
   * Carries it out, and begins the reboot that follows from it.
   *
   * @param version as for {@link UpdateOrder#event}
   * @return nothing when an agent, or another command, is at work
   */
  public static Optional<OrderOutcome> run(AgentConfig config, UpdateOrder order, String version)
      throws IOException, StorageException, InterruptedException {
    Files.createDirectories(config.stateDir());
    Files.createDirectories(config.scripts().workDir());
    Optional<AgentLock> lock = AgentLock.take(config.stateDir());
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      OfflineOrder offline = new OfflineOrder(config, order);
      OrderOutcome outcome = offline.carryOut(config, order.event(version));
      if (offline.rebootDue) {
        Reboot.run(config);
      }
      return Optional.of(outcome);
    } finally {
      lock.get().close();
    }
  }

  private OrderOutcome carryOut(AgentConfig config, UpdateEvent order)
      throws IOException, StorageException, InterruptedException {
    ApStorage storage = Storage.of(config);
    BootFacts facts = storage.facts();
    TrustedClock trusted = Trust.clock(config, storage);
    ImageVerifier verifier = new ImageVerifier(Trust.signers(config, storage));
    try (UpdateSession session =
        UpdateWiring.session(config, storage, facts, verifier, trusted, this)) {
      UpdateState state =
          carry(session, machine.start(new UpdateEvent.Booted(facts), clock.instant()));
      boolean given = false;
      while (true) {
        boolean settled = !(state instanceof UpdateState.Working);
        if (settled && given && outcome.isPresent()) {
          return outcome.get();
        }
        UpdateEvent next = settled && !given ? order : next(state);
        given |= settled;
        state = carry(session, machine.step(state, next, clock.instant()));
      }
    }
  }

  private UpdateEvent next(UpdateState state) throws InterruptedException {
    Optional<Instant> deadline = machine.nextDeadline(state);
    if (deadline.isEmpty()) {
      return inbox.take();
    }
    long millis = Duration.between(clock.instant(), deadline.get()).toMillis();
    @Nullable UpdateEvent event = inbox.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
    return event == null ? new UpdateEvent.DeadlineReached() : event;
  }

  private UpdateState carry(UpdateSession session, Step<UpdateState, UpdateAction> step) {
    for (UpdateAction action : step.actions()) {
      if (action instanceof UpdateAction.Start start) {
        session.start(start.task(), start.offer(), start.failure());
      } else if (action instanceof UpdateAction.Restart) {
        rebootDue = true;
      } else if (action instanceof UpdateAction.Tell tell && tell.to() == Source.OPERATOR) {
        rebootDue |= tell.news() instanceof News.Activated;
        outcome = outcome.or(() -> progress.heard(tell.news()));
      }
    }
    return step.state();
  }

  @Override
  public void on(UpdateEvent event) {
    inbox.add(event);
  }

  @Override
  public void accepted(int sequence) {}

  @Override
  public void say(Report report) {}
}
