package io.apfw.drills;

import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.text.Library;
import io.apfw.drills.text.Script;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
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
  public Integer call() throws IOException, YamlException {
    for (Scenario scenario : Scenario.ALL) {
      say(scenario.name(), scenario.summary());
    }
    for (Script script : new Library(Drill.top()).all()) {
      say(
          script.name(),
          (script.drivers().contains(Script.Driver.LIVE) ? "" : "(--virtual) ") + script.summary());
    }
    return 0;
  }

  private void say(String name, String summary) {
    spec.commandLine().getOut().printf("%-28s %s%n", name, summary);
  }
}
