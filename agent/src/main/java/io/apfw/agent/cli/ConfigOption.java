package io.apfw.agent.cli;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.ConfigException;
import io.apfw.agent.config.ConfigLoader;
import io.apfw.agent.config.LoadedConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config}, the same for every command that needs the configuration. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/apfw/apfw.yaml",
      description = "Configuration file (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("/etc/apfw/apfw.yaml");

  Path file() {
    return file;
  }

  AgentConfig load() throws ConfigException {
    return read().config();
  }

  LoadedConfig read() throws ConfigException {
    return ConfigLoader.read(file);
  }
}
