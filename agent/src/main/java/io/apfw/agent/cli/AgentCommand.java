package io.apfw.agent.cli;

import io.apfw.agent.AgentService;
import io.apfw.agent.LogWiring;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.ConfigLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tinylog.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apfw agent}. */
@Command(
    name = "agent",
    description = {
      "Runs the agent in the foreground until it is stopped or a reboot is due.",
      "SIGHUP has it read its configuration again, unless it prints to a terminal: with a mistake"
          + " nothing changes, else it leaves its controller in order and goes on with the new one."
    },
    mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    return run(config.file());
  }

  /**
   * Runs the agent.
   *
   * @param file its configuration
   * @return the process's exit code
   */
  public static int run(Path file) throws Exception {
    AgentConfig config = ConfigLoader.load(file);
    LogWiring.apply(config.log(), System.getenv());
    return new AgentService(file, config, Logger::info, Boolean.getBoolean("apfw.terminal")).run();
  }
}
