package io.apfw.agent.cli;

import io.apfw.agent.AgentProcess;
import io.apfw.agent.config.AgentConfig;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tinylog.Logger;
import org.tinylog.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apfw agent}. */
@Command(
    name = "agent",
    description = "Runs the agent in the foreground until it is stopped or a reboot is due.",
    mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    // Before the first line is logged: tinylog freezes its configuration then.
    Configuration.set("level", loaded.logLevel().name().toLowerCase(Locale.ROOT));
    AgentProcess agent =
        new AgentProcess(loaded, Logger::info, Boolean.getBoolean("apfw.terminal"));
    Runtime.getRuntime().addShutdownHook(new Thread(agent::stop, "apfw-stop"));
    return agent.run();
  }
}
