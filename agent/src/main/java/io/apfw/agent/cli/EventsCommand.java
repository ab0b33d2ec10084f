package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.control.ControlClient;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apfw events}: the running agent's events as they come. */
@Command(
    name = "events",
    description =
        "Prints the running agent's events as they come, until Ctrl-C or its end; NUMBERS.md lists"
            + " them.",
    mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--json",
      description = "Print each event as a JSON object on one line; the first one is the status.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    PrintWriter out = spec.commandLine().getOut();
    Optional<ControlClient> agent = ControlClient.connect(loaded.control().statusSocket());
    if (agent.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "no agent listens on "
                  + loaded.control().statusSocket()
                  + ": is it running, and with this configuration?");
      return ExitCode.TRY_LATER;
    }
    try (ControlClient client = agent.get()) {
      JsonObject end =
          client.ask(
              Map.of("command", "events"),
              event -> {
                if (json) {
                  out.println(JsonWriter.string(Answers.content(event)));
                } else if (event.has("event")) {
                  out.println(Answers.words(event));
                }
                out.flush();
              });
      spec.commandLine().getErr().println(end.getString("error"));
      return end.getInt("exit");
    }
  }
}
