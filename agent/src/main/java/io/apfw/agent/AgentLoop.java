package io.apfw.agent;

import io.apfw.agent.discovery.ControllerFinder;
import io.apfw.agent.flight.FlightRecorder;
import io.apfw.agent.operator.Install;
import io.apfw.agent.ops.UpdateLog;
import io.apfw.agent.update.Fetching;
import io.apfw.agent.update.RebootLedger;
import io.apfw.agent.update.UpdateSession;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudState;
import io.apfw.link.CapwapLink;
import io.apfw.link.transport.DeadlineTimer;
import io.apfw.link.transport.EventLoop;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of both machines: takes an event, steps the machine it is for, carries out the
 * actions. Events that an action gives rise to wait until all actions of their step are done.
 *
 * <p>Lives on the event loop's thread; a bug in a machine or an edge ends the loop, and the journal
 * makes the restart safe.
 */
final class AgentLoop
    implements CapwapLink.Events,
        UpdateSession.Events,
        ControllerFinder.Events,
        CloudCheck.Events,
        Install.Agent {

  /** How the loop ended. */
  sealed interface End {
    /** All is left in order, and the machine is to boot again; {@code how} is for the counts. */
    record Reboot(String reason, RunEnd how) implements End {}

    /** All is left in order. */
    record Exit() implements End {}
  }

  /**
   * The edges that the loop's actions go to; they are made after the loop, for they report to it.
   */
  record Edges(
      CapwapLink link,
      UpdateSession session,
      ControllerFinder finder,
      Fetching fetching,
      UpdateLog updateLog,
      RebootLedger reboots,
      Optional<CloudCheck> cloud) {}

  /** Between looks at the edges' counters for the status file. */
  private static final long COUNTERS_MILLIS = 1_000;

  /** Where a controller manages the AP, so that the cloud is not asked. */
  private static final Set<Stage> JOINED =
      EnumSet.of(Stage.IMAGE_DATA, Stage.CONFIGURE, Stage.DATA_CHECK, Stage.RUN);

  private final EventLoop loop;
  private final WtpMachine wtp;
  private final UpdateMachine updates;
  private final FlightRecorder flight;
  private final List<Consumer<Report>> listeners;
  private final Consumer<SortedMap<String, Long>> counters;
  private final List<Function<Report, Optional<MessageElement>>> tellers;
  private final long entropy;
  private final UpdateNews news = new UpdateNews(this::on);
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private final DeadlineTimer wtpTimer;
  private final DeadlineTimer updateTimer;
  private final DeadlineTimer countersTimer;
  private WtpState wtpState;
  private @Nullable UpdateState updateState;
  private @Nullable Edges edges;
  private boolean draining;
  private boolean wtpStarted;

  /**
   * @param flight takes each step of both machines, before and after
   * @param listeners hear each report in this order, on the loop's thread; none may block
   * @param counters takes the edges' counters of what was dropped, about once a second
   * @param tellers what the AC is to be told of a report, in WTP Events
   * @param entropy a random number, from which all random choices of the machines follow
   */
  AgentLoop(
      EventLoop loop,
      WtpMachine wtp,
      UpdateMachine updates,
      FlightRecorder flight,
      List<Consumer<Report>> listeners,
      Consumer<SortedMap<String, Long>> counters,
      List<Function<Report, Optional<MessageElement>>> tellers,
      long entropy) {
    this.loop = loop;
    this.wtp = wtp;
    this.updates = updates;
    this.flight = flight;
    this.listeners = new ArrayList<>(listeners);
    this.counters = counters;
    this.tellers = List.copyOf(tellers);
    this.entropy = entropy;
    this.wtpState = wtp.initial();
    this.wtpTimer = loop.timer(() -> on(new WtpEvent.DeadlineReached()));
    this.updateTimer = loop.timer(() -> on(new UpdateEvent.DeadlineReached()));
    this.countersTimer = loop.timer(this::count);
  }

  /** Starts with what storage says; the WTP follows once what was left open is settled. */
  void start(Edges wiring, UpdateEvent.BootFacts facts) {
    loop.execute(
        () -> {
          edges = wiring;
          wiring.cloud().ifPresent(cloud -> inform(Source.CLOUD, cloud::heard));
          count();
          say(new Report.AgentStarted(facts.activePart(), facts.inventory().running()));
          sayOther(facts.inactivePart(), facts.inventory());
          on(new UpdateEvent.Booted(facts));
        });
  }

  private void sayOther(String part, Inventory inventory) {
    say(
        new Report.OtherSlot(
            part,
            inventory.stored().or(inventory::backup).orElse(""),
            inventory.stored().isPresent()));
  }

  /** Leaves the controller in order and ends; without effect when it has ended. */
  void stop(String reason) {
    if (end.isDone()) {
      return;
    }
    loop.execute(
        () -> {
          if (wtpStarted) {
            on(new WtpEvent.StopRequested(reason, RunEnd.STOPPED));
          } else {
            end.complete(new End.Exit());
          }
        });
  }

  /** Who hears each report, too; before {@link #start}. */
  void listen(Consumer<Report> listener) {
    listeners.add(listener);
  }

  /** Who hears of the updates that this source begins; before {@link #start}. */
  void inform(Source source, Consumer<News> listener) {
    news.listen(source, listener);
  }

  /** Leaves the controller in order and reboots; on the loop's thread. */
  @Override
  public void restart(String reason, RunEnd how) {
    on(new WtpEvent.StopRequested(reason, how));
  }

  /** Ends the loop over a bug that showed outside of it. */
  void fail(Throwable bug) {
    end.completeExceptionally(bug);
  }

  /** Completes when the loop has ended; exceptionally over a bug. */
  CompletableFuture<End> ended() {
    return end;
  }

  @Override
  public void on(WtpEvent event) {
    enqueue(() -> stepWtp(event));
  }

  @Override
  public void on(UpdateEvent event) {
    enqueue(() -> stepUpdate(event));
  }

  @Override
  public void accepted(int sequence) {
    on(new WtpEvent.BlockAccepted(sequence));
  }

  @Override
  public void say(Report report) {
    enqueue(
        () -> {
          listeners.forEach(listener -> listener.accept(report));
          tellers.stream()
              .flatMap(teller -> teller.apply(report).stream())
              .forEach(element -> on(new WtpEvent.WtpEventRaised(element)));
        });
  }

  @Override
  public void dropped(String from, String reason) {
    say(new Report.InputDropped(from, reason, Optional.empty()));
  }

  @Override
  public void begins(CloudEvent event, Instant now) {
    flight.begins(event, now);
  }

  @Override
  public void ended(CloudState after) {
    flight.ended(after);
  }

  private void count() {
    counters.accept(edges().link().counters());
    countersTimer.arm(loop.now().plusMillis(COUNTERS_MILLIS));
  }

  /** Behind what has been said and done before; from any thread. */
  void enqueue(Runnable step) {
    if (!loop.inLoop()) {
      try {
        loop.execute(() -> enqueue(step));
      } catch (RejectedExecutionException e) {
        // The loop has ended; a worker's last words are for nobody.
      }
      return;
    }
    inbox.add(step);
    if (draining || end.isDone()) {
      return;
    }
    draining = true;
    try {
      for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
        next.run();
      }
    } catch (RuntimeException | Error bug) {
      end.completeExceptionally(bug);
      throw bug;
    } finally {
      draining = false;
    }
  }

  private void stepWtp(WtpEvent event) {
    Instant now = loop.now();
    flight.begins(event, now);
    Step<WtpState, WtpAction> step = wtp.step(wtpState, event, now);
    flight.ended(wtpState, step.state());
    wtpState = step.state();
    for (WtpAction action : step.actions()) {
      run(action);
    }
    wtpTimer.arm(wtp.nextDeadline(wtpState).orElse(null));
    edges().cloud().ifPresent(cloud -> cloud.managed(JOINED.contains(wtpState.stage())));
  }

  private void stepUpdate(UpdateEvent event) {
    Instant now = loop.now();
    flight.begins(event, now);
    Step<UpdateState, UpdateAction> step =
        updateState == null && event instanceof UpdateEvent.Booted booted
            ? updates.start(booted, now)
            : updates.step(started(), event, now);
    updateState = step.state();
    flight.ended(updateState);
    for (UpdateAction action : step.actions()) {
      run(action);
    }
    updateTimer.arm(updates.nextDeadline(started()).orElse(null));
    if (!wtpStarted && updateState.settled()) {
      wtpStarted = true;
      Inventory inventory = started().facts().inventory();
      enqueue(() -> stepWtp(new WtpEvent.Started(inventory, entropy, edges().reboots().counts())));
      edges().cloud().ifPresent(cloud -> cloud.start(inventory, ~entropy));
    }
  }

  private void run(WtpAction action) {
    CapwapLink link = edges().link();
    if (action instanceof WtpAction.SendControl send) {
      link.sendControl(send.sequence(), send.message());
    } else if (action instanceof WtpAction.AppendBlock block) {
      edges().session().append(block.sequence(), block.data(), block.last());
    } else if (action instanceof WtpAction.Say say) {
      say(say.report());
    } else if (action instanceof WtpAction.FindControllers find) {
      edges().finder().find(find.referred());
    } else if (action instanceof WtpAction.SendClear send) {
      link.sendClear(send.to(), send.sequence(), send.message());
    } else if (action instanceof WtpAction.DtlsStart start) {
      link.startControl(start.ac());
    } else if (action instanceof WtpAction.DtlsMtuUpdate update) {
      link.mtu(update.bytes());
    } else if (action instanceof WtpAction.DtlsShutdown) {
      link.closeControl();
    } else if (action instanceof WtpAction.DtlsAbortSession) {
      link.abortControl();
    } else if (action instanceof WtpAction.OpenDataChannel open) {
      link.openData(open.ac(), open.dtls());
    } else if (action instanceof WtpAction.SendDataKeepAlive keepAlive) {
      link.sendKeepAlive(keepAlive.sessionId());
    } else if (action instanceof WtpAction.CloseDataChannel) {
      link.closeData();
    } else if (action instanceof WtpAction.OfferUpdate offer) {
      on(new UpdateEvent.Offered(offer.offer()));
    } else if (action instanceof WtpAction.ImageAnnounced announced) {
      announce(announced.information());
    } else if (action instanceof WtpAction.FetchImage fetch) {
      edges().session().expectSha256(fetch.location().sha256());
      on(new UpdateEvent.Located(fetch.location().url()));
    } else if (action instanceof WtpAction.AbortUpdate abort) {
      on(new UpdateEvent.AbortRequested(Source.CONTROLLER, abort.reason()));
    } else if (action instanceof WtpAction.ActivateUpdate activate) {
      on(new UpdateEvent.ActivateRequested(Source.CONTROLLER, activate.version()));
    } else if (action instanceof WtpAction.KeepReboots keep) {
      edges().reboots().keep(keep.reboots());
    } else if (action instanceof WtpAction.RebootDecided decided) {
      edges().reboots().decided(decided.end());
    } else if (action instanceof WtpAction.ReadUpdateLog) {
      edges().updateLog().read(log -> on(new WtpEvent.UpdateLogRead(Octets.wrap(log))));
    } else if (action instanceof WtpAction.PeerProved) {
      on(new UpdateEvent.PeerProved());
    } else if (action instanceof WtpAction.Reboot reboot) {
      finish(new End.Reboot(reboot.reason(), reboot.end()));
    } else if (action instanceof WtpAction.Exit) {
      finish(new End.Exit());
    }
  }

  /** An MD5 of zeros is none: some ACs fill the element in without knowing. */
  private void announce(ImageInformation image) {
    boolean known = !image.md5().equals(Octets.wrap(new byte[ImageInformation.MD5_BYTES]));
    if (known) {
      edges().session().expect(image.md5());
    }
    on(new UpdateEvent.Announced(image.fileBytes(), known ? image.md5().hex() : ""));
  }

  private void run(UpdateAction action) {
    if (action instanceof UpdateAction.Start start) {
      edges().session().start(start.task(), start.offer(), start.failure());
    } else if (action instanceof UpdateAction.Say say) {
      say(say.report());
    } else if (action instanceof UpdateAction.TellInventory tell) {
      sayOther(started().facts().inactivePart(), tell.inventory());
      on(new WtpEvent.InventoryChanged(tell.inventory()));
      edges().cloud().ifPresent(cloud -> cloud.inventoryChanged(tell.inventory()));
    } else if (action instanceof UpdateAction.Tell tell) {
      news.tell(tell.to(), tell.news());
    } else if (action instanceof UpdateAction.Fetch fetch) {
      edges().fetching().begin(fetch.offer());
    } else if (action instanceof UpdateAction.StopFetch stop) {
      edges().fetching().stop(stop.reason());
    } else if (action instanceof UpdateAction.Restart restart) {
      restart(restart.reason(), RunEnd.ROLLED_BACK);
    }
  }

  /** After the reports that are still in the inbox. */
  private void finish(End how) {
    enqueue(() -> end.complete(how));
  }

  private Edges edges() {
    if (edges == null) {
      throw new IllegalStateException("the loop has not been started");
    }
    return edges;
  }

  private UpdateState started() {
    if (updateState == null) {
      throw new IllegalStateException("an update event before Booted");
    }
    return updateState;
  }
}
