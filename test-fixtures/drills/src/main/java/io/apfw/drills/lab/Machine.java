package io.apfw.drills.lab;

import io.apfw.drills.boot.BootLoader;
import io.apfw.drills.boot.LauncherProcess;
import io.apfw.storage.boot.BootDecision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An AP that boots: its disk, its boot loader, the agent that runs, and what was seen of it. */
public final class Machine {
  /** A join, an upgrade, a restart; more is a crash loop. */
  private static final int BOOTS_MAX = 6;

  private final DrillAp ap;
  private final List<String> apfw;
  private final Timeline timeline;
  private final Consumer<String> say;
  private final Consumer<String> agentSays;
  private final BootLoader bootLoader;
  private final Thread thread;
  private volatile Runnable atReboot = () -> {};

  /**
   * One that is off.
   *
   * @param apfw the command that stands for {@code apfw}
   * @param say hears what happens to it
   * @param agentSays hears its agent's lines
   */
  Machine(
      DrillAp ap,
      List<String> apfw,
      Timeline timeline,
      Consumer<String> say,
      Consumer<String> agentSays) {
    this.ap = ap;
    this.apfw = List.copyOf(apfw);
    this.timeline = timeline;
    this.say = say;
    this.agentSays = agentSays;
    List<String> agent = command(List.of("agent"));
    this.bootLoader =
        new BootLoader(
            ap.environment(),
            ap.commandLine(),
            () -> LauncherProcess.start(agent, this::logged),
            BOOTS_MAX,
            new Boots());
    this.thread = new Thread(bootLoader::run, "machine " + ap.number());
    this.thread.setDaemon(true);
  }

  /** The AP on disk. */
  public DrillAp ap() {
    return ap;
  }

  /** What was seen of it. */
  public Timeline timeline() {
    return timeline;
  }

  private List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(apfw);
    command.addAll(arguments);
    command.addAll(List.of("--config", ap.configFile().toString()));
    return command;
  }

  /** Runs a command of {@code apfw} on it to its end; what it prints goes to {@code lines}. */
  int apfw(List<String> arguments, Consumer<String> lines)
      throws IOException, InterruptedException {
    return LauncherProcess.start(command(arguments), lines).await();
  }

  void powerOn() {
    thread.start();
  }

  /**
   * Kills the agent with SIGKILL; the boot loader then decides anew. False when none runs just now.
   */
  public boolean kill() {
    return bootLoader.kill();
  }

  /** Ends the agent for good; returns when its last line was read. */
  void powerOff() throws InterruptedException {
    bootLoader.stop();
    thread.join();
  }

  /** What to do whenever an agent has ended, before the boot loader decides; on its thread. */
  void atReboot(Runnable look) {
    atReboot = look;
  }

  private void logged(String line) {
    timeline.add(new DrillEvent.Logged(line));
    agentSays.accept(line);
  }

  /** What the boot loader tells. */
  private final class Boots implements BootLoader.Watcher {
    @Override
    public void booting(int boot, BootDecision decision) {
      timeline.add(new DrillEvent.Booting(boot, decision.slot(), decision.lastResort()));
      int tries = decision.next().entry(decision.slot()).triesLeft();
      boolean good = decision.next().entry(decision.slot()).good();
      say.accept(
          "boot %d: %s%s"
              .formatted(
                  boot,
                  decision.slot(),
                  good ? "" : ", on trial, tries left after this: " + tries));
    }

    @Override
    public void ended(int boot, int exitCode, long peakRssKib) {
      atReboot.run();
      timeline.add(new DrillEvent.Ended(boot, exitCode, peakRssKib));
      say.accept("boot %d has ended, exit code %d".formatted(boot, exitCode));
    }

    @Override
    public void halted(String reason) {
      timeline.add(new DrillEvent.Halted(reason));
    }
  }
}
