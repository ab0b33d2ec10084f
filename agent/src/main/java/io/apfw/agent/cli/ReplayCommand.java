package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.control.ControlClient;
import io.apfw.agent.flight.FlightException;
import io.apfw.agent.flight.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code apfw replay}: a flight record's events through the machines, wherever the file came to.
 */
@Command(
    name = "replay",
    description = {
      "Runs the recorded last steps of an agent through its machines again and shows where they"
          + " went: time, machine, event, state before and after, actions.",
      "The agent writes such a record when something fails, to flights/ in its state directory, and"
          + " its log names the file. To replay one no agent, configuration or AP is needed.",
      "Exit code 0 when the states are those recorded, 65 when the file cannot be read as a record,"
          + " 70 when a state is another one than recorded."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Either is enough, and both are too much. */
  static final class What {
    @Parameters(paramLabel = "FILE", description = "The record.")
    private @Nullable Path file;

    @Option(
        names = "--dump",
        description = "Have the running agent write a record now, and print its file's name.")
    private boolean dump;
  }

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private What what;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print the steps and what came of them as one object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return what.dump ? dump() : replay(Objects.requireNonNull(what.file));
  }

  private int replay(Path file) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> steps = new ArrayList<>();
    Replay.Outcome outcome;
    try {
      outcome =
          Replay.of(
              file,
              line -> {
                if (json) {
                  steps.add(object(line));
                } else {
                  out.println(words(line));
                }
              });
    } catch (FlightException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.IMAGE_REFUSED;
    }
    if (json) {
      out.println(JsonWriter.indent("  ").string().object(object(outcome, steps)).done());
    } else {
      print(out, outcome);
    }
    out.flush();
    return outcome.divergence().isPresent() ? ExitCode.BUG : ExitCode.OK;
  }

  private int dump() throws Exception {
    Path socket = config.load().control().socket();
    Optional<ControlClient> agent = ControlClient.connect(socket);
    if (agent.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "no agent listens on " + socket + ": is it running, and with this configuration?");
      return ExitCode.TRY_LATER;
    }
    JsonObject end;
    try (ControlClient client = agent.get()) {
      end = client.ask(Map.of("command", "dump"), line -> {});
    }
    PrintWriter out = spec.commandLine().getOut();
    if (end.getInt("exit") != ExitCode.OK) {
      spec.commandLine().getErr().println(end.getString("error"));
    } else {
      out.println(
          json ? JsonWriter.string(Map.of("file", end.get("file"))) : end.getString("file"));
    }
    out.flush();
    return end.getInt("exit");
  }

  private static String words(Replay.Line line) {
    return "%6d %s %-6s %s: %s -> %s%s"
        .formatted(
            line.number(),
            TIME.format(line.now()),
            line.machine(),
            line.event(),
            line.before().isEmpty() ? "-" : line.before(),
            line.after().isEmpty() ? "thrown out" : line.after(),
            line.actions().isEmpty() ? "" : "; " + String.join(", ", line.actions()));
  }

  private static void print(PrintWriter out, Replay.Outcome outcome) {
    out.println(
        "Recorded by apfw %s at %s: %s".formatted(outcome.agent(), outcome.at(), outcome.reason()));
    List<String> states = new ArrayList<>();
    outcome.states().forEach((machine, state) -> states.add(machine + " " + state));
    out.println(
        outcome.divergence().isPresent()
            ? "Went another way than recorded at " + outcome.divergence().get()
            : "%d steps, and the states are those recorded; at the end: %s"
                .formatted(outcome.steps(), String.join(", ", states)));
  }

  private static Map<String, Object> object(Replay.Line line) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("step", line.number());
    object.put("now", line.now().toString());
    object.put("machine", line.machine());
    object.put("event", line.event());
    object.put("before", line.before());
    object.put("after", line.after());
    object.put("actions", line.actions());
    return object;
  }

  private static Map<String, Object> object(
      Replay.Outcome outcome, List<Map<String, Object>> steps) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("agent", outcome.agent());
    object.put("at", outcome.at().toString());
    object.put("reason", outcome.reason());
    object.put("steps", steps);
    object.put("states", outcome.states());
    object.put("same", outcome.divergence().isEmpty());
    outcome.divergence().ifPresent(where -> object.put("divergence", where));
    return object;
  }
}
