package io.apfw.drills.load;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.capwap.wtp.Stage;
import io.apfw.capwap.wtp.WtpAction;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpMachine;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.link.CapwapLink;
import io.apfw.link.dtls.DtlsConnector;
import io.apfw.link.transport.DeadlineTimer;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.UdpSettings;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A WTP with the agent's own machine, DTLS and sockets, and no slots behind them: an image's blocks
 * are counted, taken for good and forgotten. After an update it starts over as that version, on new
 * ports. Belongs to the event loop.
 */
final class LoadWtp implements CapwapLink.Events {
  private static final UdpSettings SOCKETS = new UdpSettings(null, 1, 0);

  /** Hears of a WTP, on the loop. */
  interface Watcher {
    /** It has another state. */
    void entered(LoadWtp wtp, Stage stage);

    /** A block of an image came. */
    void block(int bytes);
  }

  private final EventLoop loop;
  private final WtpMachine machine;
  private final Ac ac;
  private final DtlsConnector connector;
  private final Watcher watcher;
  private final Random random;
  private final Deque<WtpEvent> inbox = new ArrayDeque<>();
  private final DeadlineTimer timer;
  private WtpState state;
  private String running;
  private String offered = "";
  private @Nullable CapwapLink link;
  private boolean draining;

  LoadWtp(
      EventLoop loop,
      WtpConfig config,
      Ac ac,
      DtlsConnector connector,
      String running,
      Random random,
      Watcher watcher) {
    this.loop = loop;
    this.machine = new WtpMachine(config);
    this.ac = ac;
    this.connector = connector;
    this.running = running;
    this.random = random;
    this.watcher = watcher;
    this.timer = loop.timer(() -> on(new WtpEvent.DeadlineReached()));
    this.state = machine.initial();
  }

  /** What it runs now. */
  String running() {
    return running;
  }

  /** Power comes on. */
  void start() {
    state = machine.initial();
    try {
      link = new CapwapLink(loop, SOCKETS, connector, this);
    } catch (IOException e) {
      throw new UncheckedIOException("a WTP gets no socket", e);
    }
    on(
        new WtpEvent.Started(
            new Inventory(running, Optional.empty(), Optional.empty(), Set.of(), false),
            random.nextLong(),
            Reboots.NONE));
  }

  /** Leaves the controller in order. */
  void stop() {
    if (link != null) {
      on(new WtpEvent.StopRequested("the load is over", RunEnd.STOPPED));
    }
  }

  @Override
  public void on(WtpEvent event) {
    inbox.add(event);
    if (draining) {
      return;
    }
    draining = true;
    try {
      for (WtpEvent next = inbox.poll(); next != null && link != null; next = inbox.poll()) {
        step(next);
      }
    } finally {
      draining = false;
    }
  }

  @Override
  public void say(Report report) {}

  @Override
  public void dropped(String from, String reason) {}

  private void step(WtpEvent event) {
    Stage before = state.stage();
    Step<WtpState, WtpAction> step = machine.step(state, event, loop.now());
    state = step.state();
    step.actions().forEach(this::run);
    timer.arm(link == null ? null : machine.nextDeadline(state).orElse(null));
    if (state.stage() != before) {
      watcher.entered(this, state.stage());
    }
  }

  private void run(WtpAction action) {
    CapwapLink to = link;
    if (to == null) {
      return;
    }
    if (action instanceof WtpAction.SendControl send) {
      to.sendControl(send.sequence(), send.message());
    } else if (action instanceof WtpAction.AppendBlock block) {
      append(block);
    } else if (action instanceof WtpAction.FindControllers) {
      on(
          new WtpEvent.ControllersFound(
              List.of(new Candidate(ac, Candidate.Source.STATIC, 0, ac.control().address()))));
    } else if (action instanceof WtpAction.SendClear send) {
      to.sendClear(send.to(), send.sequence(), send.message());
    } else if (action instanceof WtpAction.DtlsStart start) {
      to.startControl(start.ac());
    } else if (action instanceof WtpAction.DtlsMtuUpdate update) {
      to.mtu(update.bytes());
    } else if (action instanceof WtpAction.DtlsShutdown) {
      to.closeControl();
    } else if (action instanceof WtpAction.DtlsAbortSession) {
      to.abortControl();
    } else if (action instanceof WtpAction.OpenDataChannel open) {
      to.openData(open.ac(), open.dtls());
    } else if (action instanceof WtpAction.SendDataKeepAlive keepAlive) {
      to.sendKeepAlive(keepAlive.sessionId());
    } else if (action instanceof WtpAction.CloseDataChannel) {
      to.closeData();
    } else {
      store(action);
    }
  }

  /** What an agent's storage does, without storing. */
  private void store(WtpAction action) {
    if (action instanceof WtpAction.OfferUpdate offer) {
      offered = offer.offer().version();
      on(new WtpEvent.UpdateReady());
    } else if (action instanceof WtpAction.ActivateUpdate) {
      on(new WtpEvent.UpdateActivated());
    } else if (action instanceof WtpAction.AbortUpdate) {
      on(new WtpEvent.UpdateAborted());
    } else if (action instanceof WtpAction.ReadUpdateLog) {
      on(new WtpEvent.UpdateLogRead(Octets.wrap(new byte[0])));
    } else if (action instanceof WtpAction.Reboot reboot) {
      off();
      if (reboot.end() == RunEnd.AC_IMAGE) {
        running = offered;
      }
      loop.execute(this::start);
    } else if (action instanceof WtpAction.Exit) {
      off();
    }
  }

  private void append(WtpAction.AppendBlock block) {
    watcher.block(block.data().length());
    on(new WtpEvent.BlockAccepted(block.sequence()));
    if (block.last()) {
      on(new WtpEvent.UpdateVerified());
      on(new WtpEvent.UpdateActivated());
    }
  }

  private void off() {
    inbox.clear();
    if (link != null) {
      link.close();
      link = null;
    }
  }
}
