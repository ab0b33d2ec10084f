package io.apfw.drills.virtual;

import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.drills.text.Script.Disk;
import io.apfw.drills.text.Script.Flaw;
import io.apfw.report.Report;
import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.slot.SlotId;
import io.apfw.update.UpdateConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An AP: a boot loader, a disk, and an agent whenever it is up. */
final class VirtualAp implements VirtualAgent.Power {
  private static final Duration BOOT = Duration.ofSeconds(20);
  private static final Duration WATCHDOG = Duration.ofSeconds(60);

  /** What somebody sees of an AP. */
  interface Watcher {
    void said(Report report);

    void booting(int boot, BootDecision decision);

    /** The AP is off, and boots again soon. */
    void ended(String reason);
  }

  /**
   * An AP and what is around it.
   *
   * @param wtp its WTP
   * @param update what it decides about updates
   * @param controllers those it is configured with, by address, in their order
   * @param images by version
   * @param random of all its random choices
   */
  record World(
      String name,
      VirtualTime time,
      WtpConfig wtp,
      UpdateConfig update,
      VirtualDisk disk,
      VirtualWay way,
      Map<String, VirtualController> controllers,
      Map<String, VirtualImage> images,
      Random random,
      Watcher watcher) {}

  private final World world;
  private final Disk trouble;
  private @Nullable VirtualAgent agent;
  private Duration clockAhead = Duration.ZERO;
  private int boots;

  /** One that is off; {@code trouble} is what writes onto its inactive slot meet. */
  VirtualAp(World world, Disk trouble) {
    this.world = world;
    this.trouble = trouble;
  }

  VirtualDisk disk() {
    return world.disk();
  }

  VirtualWay way() {
    return world.way();
  }

  /**
   * Somebody sets its clock. As {@code MonotonicClock} does, an agent that runs goes on by the
   * clock that it began with.
   */
  void setClock(Instant to) {
    clockAhead = Duration.between(world.time().now(), to);
  }

  /** The boot loader decides, and some time later an agent runs, or the watchdog bites. */
  void powerOn() {
    BootDecision decision = world.disk().boot();
    int boot = ++boots;
    world.watcher().booting(boot, decision);
    if (world.disk().flaw(decision.slot()) == Flaw.HANGS) {
      world.time().after(WATCHDOG, () -> again(boot, "the watchdog ended a boot that hung"));
    } else {
      world.time().after(BOOT, () -> start(boot, decision.slot()));
    }
  }

  private void start(int boot, SlotId slot) {
    if (boot == boots) {
      agent = new VirtualAgent(world, this, slot, trouble, clockAhead);
      agent.start();
    }
  }

  private void again(int boot, String reason) {
    if (boot == boots) {
      world.watcher().ended(reason);
      powerOn();
    }
  }

  /** Power goes at this very moment, and comes back. */
  void cutPower() {
    if (agent != null) {
      agent.gone();
    }
    reboot("the power was cut");
  }

  @Override
  public boolean on(VirtualAgent which) {
    return agent == which;
  }

  @Override
  public void reboot(String reason) {
    agent = null;
    again(boots, reason);
  }
}
