package io.apfw.drills.virtual;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.drills.text.Script.Disk;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.storage.slot.SlotId;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateMachine;
import io.apfw.update.UpdateState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The two machines of an agent in one boot, with models of all that is around them. As {@code
 * AgentLoop} does, it takes an event, steps the machine it is for, carries out the actions; what an
 * action gives rise to waits until all of its step are done.
 */
final class VirtualAgent implements VirtualTunnel.Near {
  private static final Duration LOOKUP = Duration.ofMillis(10);

  private final VirtualAp.World world;
  private final Power power;
  private final VirtualTime time;
  private final VirtualDisk disk;
  private final VirtualWay way;
  private final WtpMachine wtp;
  private final UpdateMachine updates;
  private final VirtualTime.Alarm wtpAlarm;
  private final VirtualTime.Alarm updateAlarm;
  private final SlotId slot;
  private final Duration clockAhead;
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private final VirtualIngest ingest;
  private WtpState wtpState;
  private @Nullable UpdateState updateState;
  private @Nullable VirtualTunnel tunnel;
  private boolean dataOpen;
  private boolean dataDtls;
  private boolean draining;
  private boolean wtpStarted;

  /** The AP around it. */
  interface Power {
    /** Whether this agent still runs. */
    boolean on(VirtualAgent agent);

    /** This agent leaves all in order, and the AP boots again. */
    void reboot(String reason);
  }

  /**
   * One that has not started.
   *
   * @param clockAhead how far the AP's clock is ahead of the world's time
   */
  VirtualAgent(VirtualAp.World world, Power power, SlotId slot, Disk trouble, Duration clockAhead) {
    this.world = world;
    this.power = power;
    this.slot = slot;
    this.clockAhead = clockAhead;
    this.time = world.time();
    this.disk = world.disk();
    this.way = world.way();
    this.wtp = new WtpMachine(world.wtp());
    this.updates = new UpdateMachine(world.update());
    this.wtpState = wtp.initial();
    this.wtpAlarm = time.new Alarm(() -> on(new WtpEvent.DeadlineReached()));
    this.updateAlarm = time.new Alarm(() -> on(new UpdateEvent.DeadlineReached()));
    this.ingest =
        new VirtualIngest(
            time,
            disk,
            slot,
            world.wtp().identity().imageFamily(),
            world.images(),
            new VirtualIngest.Events() {
              @Override
              public void on(UpdateEvent event) {
                VirtualAgent.this.on(event);
              }

              @Override
              public void accepted(int sequence) {
                VirtualAgent.this.on(new WtpEvent.BlockAccepted(sequence));
              }

              @Override
              public boolean alive() {
                return running();
              }
            },
            world.update().bootTries(),
            trouble,
            this::now);
  }

  void start() {
    UpdateEvent.BootFacts facts = disk.facts(slot);
    say(new Report.AgentStarted(facts.activePart(), facts.inventory().running()));
    on(new UpdateEvent.Booted(facts));
  }

  private boolean running() {
    return power.on(this);
  }

  /** Nothing reaches it any more. */
  void gone() {
    if (tunnel != null) {
      tunnel.drop();
    }
    wtpAlarm.set(Optional.empty());
    updateAlarm.set(Optional.empty());
  }

  private void reboot(String reason) {
    gone();
    power.reboot(reason);
  }

  /** By its own clock. */
  private Instant now() {
    return time.now().plus(clockAhead);
  }

  private Optional<Instant> worldTime(Optional<Instant> deadline) {
    return deadline.map(own -> own.minus(clockAhead));
  }

  // --- events ---

  private void on(WtpEvent event) {
    enqueue(() -> stepWtp(event));
  }

  private void on(UpdateEvent event) {
    enqueue(() -> stepUpdate(event));
  }

  private void say(Report report) {
    world.watcher().said(report);
  }

  private void enqueue(Runnable step) {
    inbox.add(step);
    if (draining) {
      return;
    }
    draining = true;
    for (Runnable next = inbox.poll(); next != null && running(); next = inbox.poll()) {
      next.run();
    }
    draining = false;
  }

  private void stepWtp(WtpEvent event) {
    Step<WtpState, WtpAction> step = wtp.step(wtpState, event, now());
    wtpState = step.state();
    step.actions().forEach(this::run);
    wtpAlarm.set(running() ? worldTime(wtp.nextDeadline(wtpState)) : Optional.empty());
  }

  private void stepUpdate(UpdateEvent event) {
    Step<UpdateState, UpdateAction> step =
        updateState == null
            ? updates.start((UpdateEvent.Booted) event, now())
            : updates.step(updateState, event, now());
    updateState = step.state();
    step.actions().forEach(this::run);
    updateAlarm.set(running() ? worldTime(updates.nextDeadline(step.state())) : Optional.empty());
    if (!wtpStarted && updateState.settled()) {
      wtpStarted = true;
      on(
          new WtpEvent.Started(
              step.state().facts().inventory(), world.random().nextLong(), disk.started()));
    }
  }

  // --- actions ---

  private void run(WtpAction action) {
    if (action instanceof WtpAction.SendControl send) {
      toController(far -> far.control(send.sequence(), send.message()));
    } else if (action instanceof WtpAction.AppendBlock block) {
      ingest.append(block.sequence(), block.data().length(), block.last());
    } else if (action instanceof WtpAction.Say said) {
      say(said.report());
    } else if (action instanceof WtpAction.FindControllers) {
      time.after(LOOKUP, this::found);
    } else if (action instanceof WtpAction.SendClear send) {
      sendClear(send.to(), send.sequence(), send.message());
    } else if (action instanceof WtpAction.DtlsStart begin) {
      connect(begin.ac());
    } else if (action instanceof WtpAction.DtlsShutdown) {
      toController(VirtualTunnel.Far::closed);
      dropTunnel();
    } else if (action instanceof WtpAction.DtlsAbortSession) {
      dropTunnel();
    } else {
      runData(action);
    }
  }

  private void runData(WtpAction action) {
    if (action instanceof WtpAction.OpenDataChannel open) {
      dataDtls = open.dtls();
      dataOpen = true;
      time.after(LOOKUP, () -> ifOpen(() -> on(new WtpEvent.DataChannelOpened())));
    } else if (action instanceof WtpAction.SendDataKeepAlive) {
      boolean dtls = dataDtls;
      toController(far -> far.keepAlive(dtls));
    } else if (action instanceof WtpAction.CloseDataChannel) {
      dataOpen = false;
    } else if (action instanceof WtpAction.OfferUpdate offer) {
      on(new UpdateEvent.Offered(offer.offer()));
    } else if (action instanceof WtpAction.ImageAnnounced announced) {
      announce(announced.information());
    } else if (action instanceof WtpAction.AbortUpdate abort) {
      on(new UpdateEvent.AbortRequested(Source.CONTROLLER, abort.reason()));
    } else if (action instanceof WtpAction.ActivateUpdate activate) {
      on(new UpdateEvent.ActivateRequested(Source.CONTROLLER, activate.version()));
    } else if (action instanceof WtpAction.KeepReboots keep) {
      disk.keep(keep.reboots());
    } else if (action instanceof WtpAction.RebootDecided decided) {
      disk.decided(decided.end());
    } else if (action instanceof WtpAction.ReadUpdateLog) {
      on(new WtpEvent.UpdateLogRead(Octets.wrap(new byte[0])));
    } else if (action instanceof WtpAction.PeerProved) {
      on(new UpdateEvent.PeerProved());
    } else if (action instanceof WtpAction.Reboot reboot) {
      disk.decided(reboot.end());
      reboot(reboot.reason());
    }
  }

  private void ifOpen(Runnable task) {
    if (running() && dataOpen) {
      task.run();
    }
  }

  private void found() {
    if (running()) {
      int[] order = {0};
      on(
          new WtpEvent.ControllersFound(
              world.controllers().values().stream()
                  .map(
                      ac ->
                          new Candidate(
                              new Ac(ac.address(), Ac.DATA_PORT),
                              Candidate.Source.STATIC,
                              order[0]++,
                              "192.0.2.200"))
                  .toList()));
    }
  }

  private boolean reachesNobody() {
    return disk.flaw(slot) == Flaw.NO_NETWORK;
  }

  private void sendClear(Endpoint to, int sequence, ControlMessage message) {
    VirtualController ac = world.controllers().get(to.address());
    if (ac == null || reachesNobody()) {
      return;
    }
    way.carry(
        false,
        false,
        () ->
            ac.clear(message)
                .ifPresent(answer -> way.carry(true, false, () -> heard(to, sequence, answer))));
  }

  private void heard(Endpoint from, int sequence, ControlMessage message) {
    if (running()) {
      on(new WtpEvent.ClearReceived(from, sequence, message));
    }
  }

  private void connect(Endpoint to) {
    VirtualController ac = world.controllers().get(to.address());
    if (ac != null && !reachesNobody()) {
      tunnel = new VirtualTunnel(time, way, ac, world.name(), this);
      tunnel.begin();
    }
  }

  private void toController(Consumer<VirtualTunnel.Far> word) {
    if (tunnel != null) {
      tunnel.toController(word);
    }
  }

  private void dropTunnel() {
    if (tunnel != null) {
      tunnel.drop();
      tunnel = null;
    }
  }

  /** An MD5 of zeros is none. */
  private void announce(ImageInformation image) {
    boolean known = !image.md5().equals(Octets.wrap(new byte[ImageInformation.MD5_BYTES]));
    on(new UpdateEvent.Announced(image.fileBytes(), known ? image.md5().hex() : ""));
  }

  private void run(UpdateAction action) {
    if (action instanceof UpdateAction.Start start) {
      ingest.start(start.task(), start.offer(), start.failure());
    } else if (action instanceof UpdateAction.Say said) {
      say(said.report());
    } else if (action instanceof UpdateAction.TellInventory tell) {
      on(new WtpEvent.InventoryChanged(tell.inventory()));
    } else if (action instanceof UpdateAction.Tell tell && tell.to() == Source.CONTROLLER) {
      tell(tell.news());
    } else if (action instanceof UpdateAction.Restart restart) {
      on(new WtpEvent.StopRequested(restart.reason(), RunEnd.ROLLED_BACK));
    }
  }

  private void tell(News news) {
    if (news instanceof News.Ready) {
      on(new WtpEvent.UpdateReady());
    } else if (news instanceof News.Verified) {
      on(new WtpEvent.UpdateVerified());
    } else if (news instanceof News.Activated) {
      on(new WtpEvent.UpdateActivated());
    } else if (news instanceof News.Failed failed) {
      on(new WtpEvent.UpdateFailed(failed.failure()));
    } else if (news instanceof News.Aborted) {
      on(new WtpEvent.UpdateAborted());
    }
  }

  // --- what comes through the tunnel ---

  @Override
  public void established() {
    on(new WtpEvent.DtlsEstablished("CN=drill-controller"));
  }

  @Override
  public void refused(String reason) {
    dropTunnel();
    on(new WtpEvent.DtlsAuthenticateFail(reason));
  }

  @Override
  public void control(int sequence, ControlMessage message) {
    on(new WtpEvent.ControlReceived(sequence, message));
  }

  @Override
  public void keepAlive(Octets sessionId) {
    ifOpen(() -> on(new WtpEvent.DataKeepAliveReceived(sessionId)));
  }

  @Override
  public void closed() {
    dropTunnel();
    on(new WtpEvent.DtlsPeerDisconnect());
  }
}
