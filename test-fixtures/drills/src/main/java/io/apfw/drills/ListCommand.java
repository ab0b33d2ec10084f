package io.apfw.drills;

import io.apfw.drills.scenario.Scenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drill list}. */
@Command(
    name = "list",
    description = "Lists the scenarios.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE)
final class ListCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    for (Scenario scenario : Scenario.ALL) {
      spec.commandLine().getOut().printf("%-28s %s%n", scenario.name(), scenario.summary());
    }
    return 0;
  }
}
