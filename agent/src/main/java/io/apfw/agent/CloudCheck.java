package io.apfw.agent;

import io.apfw.agent.cloud.CloudClient;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.cloud.CloudAction;
import io.apfw.cloud.CloudCheckMachine;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudState;
import io.apfw.cloud.CloudVerdict;
import io.apfw.link.transport.DeadlineTimer;
import io.apfw.link.transport.EventLoop;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The cloud check on the event loop: owns its machine, gives what concerns the network to the
 * client and the rest to the agent. Methods may be called from any thread.
 */
final class CloudCheck implements AutoCloseable {
  /** Hears of it, on the event loop. */
  interface Events {
    /** For the operator. */
    void say(Report report);

    /** For the update machine. */
    void on(UpdateEvent event);

    /** The image that the cloud wanted is first in boot order. */
    void restart(String reason, RunEnd how);

    /** The machine is about to take an event; for whoever keeps a record of that. */
    default void begins(CloudEvent event, Instant now) {}

    /** It has taken it. */
    default void ended(CloudState after) {}
  }

  /** Makes the client once there is somebody to tell. */
  @FunctionalInterface
  interface ClientMaker {
    /** Throws when roots or keys cannot be used. */
    CloudClient make(Consumer<CloudEvent> events) throws IOException;
  }

  /** Why it reboots, in the words of field APs. */
  private static final String IMAGE_UPGRADE = "Image Upgrade";

  private final EventLoop loop;
  private final CloudCheckMachine machine;
  private final CloudClient client;
  private final Events events;
  private final DeadlineTimer timer;
  private final List<CompletableFuture<CloudVerdict>> waiting = new ArrayList<>();
  private CloudState state;
  private boolean managed;
  private String wanted = "";
  private volatile String running = "";

  CloudCheck(EventLoop loop, CloudCheckMachine machine, ClientMaker maker, Events events)
      throws IOException {
    this.loop = loop;
    this.machine = machine;
    this.events = events;
    this.state = machine.initial();
    this.timer = loop.timer(() -> step(new CloudEvent.DeadlineReached()));
    this.client = maker.make(this::on);
  }

  /** The first event; what came before has no effect. */
  void start(Inventory inventory, long entropy) {
    running = inventory.running();
    on(new CloudEvent.Started(inventory, entropy));
  }

  /** The versions to decide by have changed. */
  void inventoryChanged(Inventory inventory) {
    on(new CloudEvent.InventoryChanged(inventory));
  }

  /** Whether a controller manages the AP; only a change is one. Belongs to the event loop. */
  void managed(boolean now) {
    if (now != managed) {
      managed = now;
      on(new CloudEvent.ManagedChanged(now));
    }
  }

  /** Asks the cloud now; completes with the verdict, by an exception when there will be none. */
  CompletableFuture<CloudVerdict> check() {
    CompletableFuture<CloudVerdict> verdict = new CompletableFuture<>();
    execute(
        () -> {
          if (state instanceof CloudState.Off) {
            verdict.completeExceptionally(
                new IllegalStateException("the agent settles its last update first: try again"));
            return;
          }
          waiting.add(verdict);
          step(new CloudEvent.CheckRequested());
        });
    return verdict;
  }

  /**
   * How the update goes that the cloud began: what is stored and verified is booted, unless a
   * controller has come meanwhile. Then the cloud is asked again before long, once that one has
   * gone, and the image found stored. An activation that has begun ends with its reboot.
   */
  void heard(News news) {
    if (news instanceof News.Verified && managed && !machine.whileManaged()) {
      events.say(new Report.CloudDecided(CloudVerdict.Outcome.MANAGED.name(), running));
      on(new CloudEvent.UpdateFailed());
    } else if (news instanceof News.Verified) {
      events.on(new UpdateEvent.ActivateRequested(Source.CLOUD, wanted));
    } else if (news instanceof News.Activated) {
      events.restart(IMAGE_UPGRADE, RunEnd.CLOUD_IMAGE);
    } else if (news instanceof News.Aborted) {
      on(new CloudEvent.UpdateFailed());
    }
  }

  private void on(CloudEvent event) {
    execute(() -> step(event));
  }

  private void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The loop has ended; a worker's last words are for nobody.
    }
  }

  private void step(CloudEvent event) {
    Instant now = loop.now();
    events.begins(event, now);
    Step<CloudState, CloudAction> step = machine.step(state, event, now);
    state = step.state();
    events.ended(state);
    for (CloudAction action : step.actions()) {
      run(action);
    }
    timer.arm(machine.nextDeadline(state).orElse(null));
  }

  private void run(CloudAction action) {
    if (action instanceof CloudAction.Say say) {
      events.say(say.report());
    } else if (action instanceof CloudAction.PeerProved) {
      events.on(new UpdateEvent.PeerProved());
    } else if (action instanceof CloudAction.ActivateUpdate activate) {
      events.on(new UpdateEvent.ActivateRequested(Source.CLOUD, activate.version()));
    } else if (action instanceof CloudAction.OfferUpdate offer) {
      wanted = offer.offer().version();
      events.on(new UpdateEvent.Offered(offer.offer().at(offer.url())));
    } else if (action instanceof CloudAction.Concluded concluded) {
      waiting.forEach(verdict -> verdict.complete(concluded.verdict()));
      waiting.clear();
    } else {
      client.run(action);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
