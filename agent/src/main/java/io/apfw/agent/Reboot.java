package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import java.io.IOException;

/** The reboot as a configuration names it. */
final class Reboot {
  private Reboot() {}

  /** Begins it, where the configuration has a command; the exit code. */
  static int run(AgentConfig config) throws IOException {
    if (!config.rebootCommand().isEmpty()) {
      try {
        new ProcessBuilder(config.rebootCommand()).inheritIO().start();
      } catch (IOException e) {
        throw new IOException("reboot.command: " + e.getMessage(), e);
      }
    }
    return ExitCode.OK;
  }
}
