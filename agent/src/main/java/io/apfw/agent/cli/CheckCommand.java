package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import io.apfw.agent.CheckAlone;
import io.apfw.agent.ExitCode;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.CloudSettings;
import io.apfw.agent.control.ControlClient;
import io.apfw.agent.operator.CheckAnswer;
import io.apfw.cloud.CloudVerdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apfw check}: by the running agent, or without one. */
@Command(
    name = "check",
    description = {
      "Asks the cloud for new firmware now.",
      "A running agent installs what it is offered, as after a check by schedule; without one the"
          + " answer is only shown.",
      "Exit codes: 0 the cloud has answered, 69 it has not, 75 not now, 78 no cloud is configured."
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--json",
      description = "Print each event as a JSON object on one line, and the answer as the last.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    Progress progress =
        new Progress(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
    Optional<ControlClient> agent = ControlClient.connect(loaded.control().socket());
    if (agent.isPresent()) {
      try (ControlClient client = agent.get()) {
        return progress.end(client.ask(Map.of("command", "check"), progress::line));
      }
    }
    Optional<CloudSettings> cloud = loaded.cloud();
    if (cloud.isEmpty()) {
      return progress.end(
          new JsonObject(
              Map.of("exit", ExitCode.BAD_CONFIGURATION, "error", CheckAnswer.NO_CLOUD)));
    }
    CloudVerdict verdict =
        CheckAlone.run(
            loaded,
            cloud.get(),
            report ->
                CheckAnswer.line(report, Instant.now())
                    .ifPresent(line -> progress.line(new JsonObject(line))));
    JsonObject end = new JsonObject(CheckAnswer.of(verdict));
    end.put("exit", CheckAnswer.exitCode(verdict));
    return progress.end(end);
  }
}
