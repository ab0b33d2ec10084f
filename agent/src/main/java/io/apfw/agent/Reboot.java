package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The reboot as a configuration names it. */
final class Reboot {
  private static final long SECONDS_MAX = 10;

  private Reboot() {}

  /**
   * Begins it, where the configuration has a command, and waits a moment for it: a service manager
   * may kill with the agent what it has left behind. One that takes longer goes on by itself.
   *
   * @return the exit code
   * @throws IOException when the command fails: whoever is asked for the image next is to know
   */
  static int run(AgentConfig config) throws IOException, InterruptedException {
    List<String> command = config.rebootCommand();
    if (command.isEmpty()) {
      return ExitCode.OK;
    }
    Process reboot;
    try {
      reboot = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new IOException("reboot.command: " + e.getMessage(), e);
    }
    if (reboot.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && reboot.exitValue() != 0) {
      throw new IOException(
          "reboot.command "
              + String.join(" ", command)
              + " ended with "
              + reboot.exitValue()
              + ": run it as the agent's user to see why; until the AP boots, what runs stays");
    }
    return ExitCode.OK;
  }
}
