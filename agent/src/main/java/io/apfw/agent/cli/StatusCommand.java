package io.apfw.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.apfw.agent.ExitCode;
import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.control.ControlClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code apfw status}: what the running agent says, or else what an agent last wrote to its status
 * file.
 */
@Command(
    name = "status",
    description = "Shows what the agent is doing.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final int STATUS_BYTES_MAX = 64 * 1024;
  private static final long WATCH_MILLIS = 1_000;
  private static final String CLEAR_SCREEN = "\033[H\033[2J";

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print the status as one JSON object.")
  private boolean json;

  @Option(
      names = "--watch",
      description = "Print it once a second, until Ctrl-C; with --json an object on each line.")
  private boolean watch;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by Picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AgentConfig loaded = config.load();
    int code = show(loaded);
    while (watch) {
      Thread.sleep(WATCH_MILLIS);
      code = show(loaded);
    }
    return code;
  }

  private int show(AgentConfig loaded) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path file = loaded.statusFile();
    JsonObject status;
    boolean alive = true;
    try {
      Optional<JsonObject> told = ask(loaded);
      status = told.isPresent() ? told.get() : read(file);
      alive = told.isPresent() || alive(status);
    } catch (NoSuchFileException e) {
      err.println(file + " is not there: the agent has not run since this system booted");
      return ExitCode.TRY_LATER;
    } catch (JsonParserException e) {
      err.println(file + " is not a status file: " + e.getMessage());
      return ExitCode.STORAGE_IO;
    }
    if (status.getString("state", "").isEmpty()) {
      err.println(file + " is not a status file: it tells no state");
      return ExitCode.STORAGE_IO;
    }
    if (json) {
      Map<String, Object> sorted = Answers.sorted(status);
      out.println(
          watch
              ? JsonWriter.string(sorted)
              : JsonWriter.indent("  ").string().object(sorted).done());
    } else {
      if (watch && Boolean.getBoolean("apfw.terminal")) {
        out.print(CLEAR_SCREEN);
      }
      print(out, status, alive);
    }
    out.flush();
    return alive ? ExitCode.OK : ExitCode.TRY_LATER;
  }

  /** From the agent itself, if one listens, this user may look, and it does not end meanwhile. */
  private static Optional<JsonObject> ask(AgentConfig config) {
    try {
      Optional<ControlClient> agent = ControlClient.connect(config.control().statusSocket());
      if (agent.isEmpty()) {
        return Optional.empty();
      }
      try (ControlClient client = agent.get()) {
        return Optional.ofNullable(
            client.ask(Map.of("command", "status"), line -> {}).getObject("status"));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean alive(JsonObject status) {
    return ProcessHandle.of(status.getLong("pid")).map(ProcessHandle::isAlive).orElse(false);
  }

  /** What another version's agent has left may lack some of it. */
  private static void print(PrintWriter out, JsonObject status, boolean alive) {
    row(out, "Agent", alive ? "running, pid " + status.getLong("pid") : "not running");
    row(
        out,
        "CAPWAP State",
        status.getString("state", "") + " since " + seconds(status.getString("since", "")));
    row(out, "Controller", orNone(status.getString("controller", "")));
    row(
        out,
        "AP Running Image",
        status.getString("runningVersion", "")
            + " on "
            + status.getString("activePart", "")
            + (status.getBoolean("onTrial") ? ", on trial" : ""));
    if (!status.getString("otherPart", "").isEmpty()) {
      row(out, "AP Backup Image", other(status));
    }
    row(out, "Controller Image", orNone(status.getString("offeredVersion", "")));
    JsonObject transfer = status.getObject("transfer", new JsonObject());
    long whole = transfer.getLong("payloadBytes");
    if (whole > 0) {
      row(
          out,
          "Image Data",
          "%d of about %d bytes (%d %%), %d msgs%s"
              .formatted(
                  transfer.getLong("bytes"),
                  whole,
                  Math.min(100, transfer.getLong("bytes") * 100 / whole),
                  transfer.getLong("messages"),
                  speed(transfer)));
    }
    JsonObject cloud = status.getObject("cloud", new JsonObject());
    if (!cloud.getString("checkedAt", "").isEmpty()) {
      row(
          out,
          "Cloud",
          "%s at %s: %s"
              .formatted(
                  cloud.getString("host", ""),
                  cloud.getString("checkedAt", ""),
                  cloud.getString("result", "")));
    }
    row(out, "Last Failure", orNone(status.getString("lastFailure", "")));
    if (!status.getString("whatToDo", "").isEmpty()) {
      row(out, "What To Do", status.getString("whatToDo", ""));
    }
    row(out, "Dropped Input", orNone(counts(status.getObject("dropped", new JsonObject()))));
  }

  /** A time without its fraction; another agent's word for it as it stands. */
  private static String seconds(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  private static String other(JsonObject status) {
    String version = status.getString("otherVersion", "");
    String held = orNone(version) + " on " + status.getString("otherPart", "");
    return version.isEmpty() || status.getBoolean("otherBootable")
        ? held
        : held + ", must not be booted";
  }

  private static String speed(JsonObject transfer) {
    return transfer.getLong("bytesPerSecond") == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", %.1f MB/s, %d s left",
            transfer.getLong("bytesPerSecond") / 1e6,
            transfer.getLong("secondsLeft"));
  }

  private static void row(PrintWriter out, String name, String value) {
    out.println("%-18s : %s".formatted(name, value));
  }

  /** Those that are not 0. */
  private static String counts(JsonObject counters) {
    return counters.keySet().stream()
        .filter(name -> counters.getLong(name) > 0)
        .map(name -> name + " " + counters.getLong(name))
        .collect(Collectors.joining(", "));
  }

  private static String orNone(String value) {
    return value.isEmpty() ? "none" : value;
  }

  private static JsonObject read(Path file) throws IOException, JsonParserException {
    try (InputStream in = Files.newInputStream(file)) {
      return JsonParser.object()
          .from(new String(in.readNBytes(STATUS_BYTES_MAX), StandardCharsets.UTF_8));
    }
  }
}
