package io.apfw.drills.boot;

import io.apfw.storage.boot.BootDecision;
import io.apfw.storage.boot.BootEnvironment;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.slot.SlotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A small boot loader. For each boot it reads the boot environment from disk, lets {@link
 * BootDecision} choose, saves the tries counted down, writes the kernel command line with {@code
 * apfw.slot=}, and starts a fresh agent. When that one ends, the machine has rebooted: again.
 */
public final class BootLoader {
  /** Sees what the boot loader does; called on its thread. */
  public interface Watcher {
    /** An agent is about to be started from this slot. */
    void booting(int boot, BootDecision decision);

    /** That agent has ended. */
    void ended(int boot, int exitCode, long peakRssKib);

    /** There will be no more boots. */
    void halted(String reason);
  }

  private final BootEnvironmentFile environment;
  private final Path commandLine;
  private final AgentLauncher launcher;
  private final int bootsMax;
  private final Watcher watcher;
  private final Object lock = new Object();
  private @Nullable AgentProcess running;
  private boolean stopping;

  /**
   * @param environment must exist
   * @param commandLine written before every boot
   * @param bootsMax a machine that boots more often is in a crash loop: it halts
   */
  public BootLoader(
      BootEnvironmentFile environment,
      Path commandLine,
      AgentLauncher launcher,
      int bootsMax,
      Watcher watcher) {
    this.environment = environment;
    this.commandLine = commandLine;
    this.launcher = launcher;
    this.bootsMax = bootsMax;
    this.watcher = watcher;
  }

  /** Boots again and again, until {@link #stop}, an error, or the bound. */
  public void run() {
    try {
      for (int boot = 1; boot <= bootsMax; boot++) {
        if (!boot(boot)) {
          watcher.halted("stopped");
          return;
        }
      }
      watcher.halted("crash loop: booted " + bootsMax + " times, which is the most allowed");
    } catch (IOException e) {
      watcher.halted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      watcher.halted("interrupted");
    }
  }

  /** Ends the running agent for good. */
  public void stop() {
    AgentProcess process;
    synchronized (lock) {
      stopping = true;
      process = running;
    }
    if (process != null) {
      process.stop();
    }
  }

  /** Kills the running agent; the machine then boots again. False when none runs just now. */
  public boolean kill() {
    synchronized (lock) {
      return running != null && running.kill();
    }
  }

  private boolean boot(int boot) throws IOException, InterruptedException {
    BootEnvironment before = environment.read();
    BootDecision decision = BootDecision.chooseAndCount(before);
    if (!decision.next().equals(before)) {
      environment.write(decision.next()); // before anything of the slot runs
    }
    writeCommandLine(decision.slot());
    AgentProcess process;
    synchronized (lock) {
      if (stopping) {
        return false;
      }
      watcher.booting(boot, decision);
      process = launcher.start();
      running = process;
    }
    int exitCode = process.await();
    watcher.ended(boot, exitCode, process.peakRssKib());
    synchronized (lock) {
      return !stopping;
    }
  }

  private void writeCommandLine(SlotId slot) throws IOException {
    Files.writeString(commandLine, "console=ttyS0 ro apfw.slot=" + slot.label() + "\n");
  }
}
