package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.ConfigException;
import io.apfw.agent.config.ConfigLoader;
import io.apfw.agent.ops.ServiceManager;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * An agent, and after SIGHUP another one in the same process by what the configuration says then.
 * The first one ends as it would for a stop: it leaves its controller, and what it has begun is in
 * its journal. A configuration with a mistake changes nothing, nor do keys and certificates that
 * cannot be used; what the next agent cannot start with is given up for what was before.
 */
public final class AgentService {
  private static final String RELOAD = "for its new configuration";
  private static final String SIGNAL = "by a signal";

  /** What is written when the loop has ended; systemd kills after 15 s, of which the loop has 5. */
  private static final long END_MILLIS_MAX = 8_000;

  private final Path file;
  private final Consumer<String> log;
  private final boolean terminal;
  private final Object reloads = new Object();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<@Nullable AgentConfig> wanted = new AtomicReference<>();
  private volatile AgentConfig current;
  private volatile @Nullable AgentProcess running;
  private volatile boolean stopping;

  /**
   * @param file the configuration, to be read again
   * @param config what it says now
   * @param log takes the lines of the log, without time stamps
   * @param terminal whether a person watches standard output
   */
  public AgentService(Path file, AgentConfig config, Consumer<String> log, boolean terminal) {
    this.file = file;
    this.current = config;
    this.log = log;
    this.terminal = terminal;
  }

  /** Runs until a reboot is due or SIGTERM comes, in a terminal also SIGHUP; the exit code. */
  public int run() throws IOException, StorageException {
    Optional<ServiceManager> manager = manager(System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "apfw-stop"));
    if (!terminal) {
      Signals.register("HUP", () -> reload(manager)); // a terminal that closes sends it, too
    }
    try {
      return run(manager);
    } finally {
      manager.ifPresent(ServiceManager::stopping);
      manager.ifPresent(ServiceManager::close);
      ended.countDown();
    }
  }

  /** The same, and nothing of it is the process's. */
  int run(Optional<ServiceManager> manager) throws IOException, StorageException {
    AgentConfig before = null;
    while (true) {
      AgentProcess agent = new AgentProcess(current, log, terminal, manager);
      running = agent;
      if (stopping) {
        agent.stop(SIGNAL); // told the one before
      } else if (wanted.get() != null) {
        agent.stop(RELOAD); // the same, of a second SIGHUP
      }
      int code;
      try {
        code = agent.run();
      } catch (IOException | StorageException e) {
        if (before == null || agent.wasReady()) {
          throw e;
        }
        Logger.error(
            "The agent cannot start with the new configuration and takes the one before: {}",
            e.getMessage());
        current = before;
        before = null;
        continue;
      }
      AgentConfig next = wanted.getAndSet(null);
      if (next == null || stopping || agent.rebooting() || code != ExitCode.OK) {
        return code;
      }
      before = current;
      current = next;
    }
  }

  /** By the process's environment. */
  private static Optional<ServiceManager> manager(Map<String, String> environment) {
    if (!ServiceManager.isAsked(environment)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServiceManager.open(environment));
    } catch (IOException e) {
      Logger.warn("The service manager is not told anything: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Ends it in order, from any thread. */
  void stop() {
    stopping = true;
    stop(SIGNAL);
  }

  /** The virtual machine halts when this returns, whatever another thread still writes. */
  private void stopAndWait() {
    stop();
    try {
      if (!ended.await(END_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        Logger.warn("The agent did not end within {} ms", END_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(String reason) {
    AgentProcess agent = running;
    if (agent != null) {
      agent.stop(reason);
    }
  }

  /** Takes the configuration and the files that it names as they are now; from any thread. */
  void reload(Optional<ServiceManager> manager) {
    synchronized (reloads) {
      AgentConfig read;
      try {
        read = ConfigLoader.load(file);
      } catch (ConfigException e) {
        e.problems().forEach(problem -> Logger.error(problem.toString()));
        Logger.error("SIGHUP: the configuration has mistakes, and the one before stays");
        return;
      }
      try {
        new AgentProcess(read, log, terminal, manager).check();
      } catch (IOException | StorageException e) {
        Logger.error("SIGHUP: {}", e.getMessage());
        Logger.error("SIGHUP: no agent could start so, and the one before stays");
        return;
      }
      manager.ifPresent(ServiceManager::reloading);
      if (!read.log().equals(current.log())) {
        Logger.warn("SIGHUP: what stands under log is taken when the service starts anew");
      }
      Logger.info("SIGHUP: the agent takes the new configuration");
      wanted.set(read);
      stop(RELOAD);
    }
  }
}
