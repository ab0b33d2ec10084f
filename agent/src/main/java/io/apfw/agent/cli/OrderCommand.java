package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.UpdateAlone;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.control.ControlClient;
import io.apfw.agent.operator.OrderOutcome;
import io.apfw.agent.operator.UpdateOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * An operator's order about updates: the running agent carries it out, or this command where none
 * runs.
 */
abstract class OrderCommand implements Callable<Integer> {
  private final UpdateOrder order;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print what came of it as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  OrderCommand(UpdateOrder order) {
    this.order = order;
  }

  /** Which version it has to be; empty for any. */
  String version() {
    return "";
  }

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    Path socket = loaded.control().socket();
    Optional<ControlClient> agent = ControlClient.connect(socket);
    if (agent.isPresent()) {
      try (ControlClient client = agent.get()) {
        JsonObject end =
            client.ask(Map.of("command", order.word(), "version", version()), line -> {});
        Map<String, Object> fields = new LinkedHashMap<>(end);
        fields.keySet().removeAll(Set.of("answer", "exit"));
        return print(end.getInt("exit"), fields);
      }
    }
    Optional<OrderOutcome> outcome = UpdateAlone.order(loaded, order, version());
    return outcome.isPresent()
        ? print(outcome.get().exitCode(), outcome.get().fields())
        : print(
            ExitCode.TRY_LATER, Map.of("order", order.word(), "error", UpdateAlone.busy(loaded)));
  }

  private int print(int exitCode, Map<String, Object> fields) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonWriter.indent("  ").string().object(fields).done());
    } else if (exitCode == ExitCode.OK) {
      out.println(fields.get("result"));
    } else {
      spec.commandLine().getErr().println(fields.get("error"));
    }
    out.flush();
    return exitCode;
  }
}
