package io.apfw.drills;

import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.Tap;
import io.apfw.drills.lab.Console;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.LabOptions;
import io.apfw.drills.lab.LiveStory;
import io.apfw.drills.pcap.Capture;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.Played;
import io.apfw.drills.report.Reports;
import io.apfw.drills.report.ResultJson;
import io.apfw.drills.report.ResultText;
import io.apfw.drills.report.SlotLine;
import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.scenario.ScriptDrill;
import io.apfw.drills.text.Script;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drill run}. */
@Command(
    name = "run",
    description =
        "Runs scenarios, one after the other unless told otherwise; exit code 0 only if everything held.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class RunCommand implements Callable<Integer> {
  private static final int JOBS_MAX = 16;
  private static final int ROUND_TRIP_MILLIS_MAX = 1_000;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "SCENARIO", description = "Their names; `drill list` has them all.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "Runs every scenario there is.")
  private boolean all;

  @Option(
      names = "--virtual",
      description =
          "Runs the machines alone, in simulated time: scenarios by name, by file or by directory.")
  private boolean virtual;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what is random in scenario files; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Writes the results there as JUnit does.")
  private @Nullable Path junit;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes the run there as a page: timelines, logs, slots.")
  private @Nullable Path html;

  @Option(
      names = "--block-bytes",
      paramLabel = "BYTES",
      defaultValue = "1377",
      description =
          "Image bytes in one message, 1 to "
              + ControllerConfig.BLOCK_BYTES_MAX
              + "; default ${DEFAULT-VALUE}, as field controllers send; the RFC says up to 1024.")
  private int blockBytes;

  @Option(
      names = "--data-dtls",
      description = "The data channel runs over DTLS in every boot, not only in the last.")
  private boolean dtlsData;

  @Option(
      names = "--window",
      paramLabel = "REQUESTS",
      defaultValue = "1",
      description =
          "Image Data Requests that the controller has outstanding, 1 to "
              + ImageWindow.REQUESTS_MAX
              + "; default ${DEFAULT-VALUE}, as the RFC says. The agent takes 16.")
  private int window;

  @Option(
      names = "--round-trip",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description =
          "How long the way between AP and controller is, there and back, 0 to "
              + ROUND_TRIP_MILLIS_MAX
              + "; default ${DEFAULT-VALUE}.")
  private int roundTripMillis;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the result there as JSON; an array when there are several.")
  private @Nullable Path json;

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description = "Writes there what the controller says and hears, decrypted, for Wireshark.")
  private @Nullable Path pcap;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where caches, logs and files go; default .drill in the checkout.")
  private @Nullable Path work;

  @Option(names = "--keep", description = "Keeps the run's partitions, keys and image.")
  private boolean keep;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Scenarios that run at once, 1 to "
              + JOBS_MAX
              + "; default ${DEFAULT-VALUE}. With several each prints when it is over, and none takes"
              + " the well-known ports; figures tell less.")
  private int jobs;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private AgainstOptions against;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "For each scenario; default ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  private final Map<String, Played> stories = new ConcurrentHashMap<>();

  private Reports reports() {
    return new Reports(Optional.ofNullable(junit), Optional.ofNullable(html));
  }

  /** What a virtual drill has no use for. */
  private static final List<String> LIVE_ONLY =
      List.of(
          "--block-bytes",
          "--data-dtls",
          "--window",
          "--round-trip",
          "--pcap",
          "--work",
          "--keep",
          "--jobs",
          "--against",
          "--timeout");

  /** What a scenario's file says itself. */
  private static final List<String> OF_THE_FILE =
      List.of("--block-bytes", "--window", "--round-trip");

  @Override
  public Integer call() throws IOException, StorageException, InterruptedException {
    Targets.check(spec.commandLine(), json, junit, html, pcap);
    if (all == !names.isEmpty()) {
      throw usage("name scenarios, or say --all; drill list has them");
    }
    Choice choice = new Choice(Drill.top());
    try {
      if (virtual) {
        refuse(LIVE_ONLY, "is for live drills, not for --virtual");
        return runVirtual(choice.virtual(names));
      }
      return runLive(choice.live(names, seed));
    } catch (YamlException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Drill.EXIT_CONFIG;
    } catch (Choice.UnknownException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private int runVirtual(List<Script> scripts) throws IOException {
    VirtualRuns runs = new VirtualRuns(spec.commandLine().getOut());
    return runs.run(scripts, seed, Optional.ofNullable(json), reports()) ? 0 : Drill.EXIT_FAILED;
  }

  private int runLive(List<Scenario> scenarios)
      throws IOException, StorageException, InterruptedException {
    if (!all && scenarios.stream().anyMatch(ScriptDrill.class::isInstance)) {
      refuse(OF_THE_FILE, "is for a scenario's file to say");
    }
    if (against.controller().isPresent()) {
      checkAgainst(scenarios);
    }
    if (pcap == null) {
      return run(scenarios, Tap.NONE);
    }
    try (Capture capture = Capture.open(pcap)) {
      return run(scenarios, capture);
    }
  }

  private int run(List<Scenario> scenarios, Tap tap)
      throws IOException, StorageException, InterruptedException {
    if (blockBytes < 1 || blockBytes > ControllerConfig.BLOCK_BYTES_MAX) {
      throw usage("--block-bytes " + blockBytes + ": 1 to " + ControllerConfig.BLOCK_BYTES_MAX);
    }
    if (window < 1 || window > ImageWindow.REQUESTS_MAX) {
      throw usage("--window " + window + ": 1 to " + ImageWindow.REQUESTS_MAX);
    }
    if (roundTripMillis < 0 || roundTripMillis > ROUND_TRIP_MILLIS_MAX) {
      throw usage("--round-trip " + roundTripMillis + ": 0 to " + ROUND_TRIP_MILLIS_MAX);
    }
    if (jobs < 1 || jobs > JOBS_MAX) {
      throw usage("--jobs " + jobs + ": 1 to " + JOBS_MAX);
    }
    Path top = top();
    Path workDirectory = (work == null ? top.resolve(".drill") : work).toAbsolutePath();
    LabOptions options =
        new LabOptions(
            top,
            workDirectory,
            keep,
            blockBytes,
            dtlsData,
            window,
            roundTripMillis,
            Duration.ofSeconds(timeoutSeconds),
            jobs,
            against.controller(),
            tap);
    Files.createDirectories(workDirectory);
    List<DrillResult> results = jobs == 1 ? inTurn(scenarios, options) : atOnce(scenarios, options);
    if (json != null) {
      String text = results.stream().map(ResultJson::of).collect(Collectors.joining(","));
      Files.writeString(json, results.size() == 1 ? text : "[" + text + "]\n");
    }
    reports()
        .write(
            results.stream()
                .flatMap(result -> Optional.ofNullable(stories.get(result.scenario())).stream())
                .toList());
    if (results.size() > 1) {
      summary(results);
    }
    return results.stream().allMatch(DrillResult::passed) ? 0 : Drill.EXIT_FAILED;
  }

  private void checkAgainst(List<Scenario> scenarios) {
    for (Scenario scenario : scenarios) {
      Optional<String> reason =
          scenario instanceof ScriptDrill script
              ? script.notAgainst()
              : Optional.of("it is none of those that are files");
      if (reason.isPresent()) {
        throw usage("--against: not " + scenario.name() + ", for " + reason.get());
      }
    }
  }

  private void refuse(List<String> options, String why) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw usage(option + " " + why);
      }
    }
  }

  private Path top() {
    return Drill.top().orElseThrow(() -> usage("start it with test-fixtures/bin/drill"));
  }

  private List<DrillResult> inTurn(List<Scenario> scenarios, LabOptions options)
      throws IOException, StorageException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<DrillResult> results = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      results.add(run(scenario, options, out, Boolean.getBoolean("apfw.terminal")));
    }
    return results;
  }

  /** What each prints is kept till it is over, and comes in the order of the list. */
  private List<DrillResult> atOnce(List<Scenario> scenarios, LabOptions options)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      List<StringWriter> printed = new ArrayList<>();
      List<Future<DrillResult>> running = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        StringWriter text = new StringWriter();
        printed.add(text);
        running.add(pool.submit(() -> run(scenario, options, new PrintWriter(text, true), false)));
      }
      List<DrillResult> results = new ArrayList<>();
      for (int i = 0; i < running.size(); i++) {
        try {
          results.add(running.get(i).get());
        } catch (ExecutionException e) {
          throw new IOException(scenarios.get(i).name() + ": " + e.getCause(), e);
        } finally {
          spec.commandLine().getOut().print(printed.get(i));
          spec.commandLine().getOut().flush();
        }
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private DrillResult run(Scenario scenario, LabOptions options, PrintWriter out, boolean terminal)
      throws IOException, StorageException, InterruptedException {
    Path log = options.work().resolve(scenario.name() + ".log");
    DrillResult result;
    try (Console console = new Console(out, terminal, log)) {
      LabOptions its = scenario instanceof ScriptDrill script ? script.options(options) : options;
      try (Lab lab = Lab.open(scenario.name(), scenario.scale(), its, console)) {
        List<SlotLine> before = reports().wanted() ? lab.ap().slots() : List.of();
        result = scenario.run(lab);
        if (reports().wanted()) {
          stories.put(
              scenario.name(), LiveStory.of(scenario.summary(), lab.timeline(), before, result));
        }
      }
      ResultText.of(result, again(scenario.name())).forEach(console::print);
      console.say("the agent's log is in " + log);
    }
    return result;
  }

  private void summary(List<DrillResult> results) {
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    results.forEach(
        result -> out.println((result.passed() ? "PASSED " : "FAILED ") + result.scenario()));
    out.flush();
  }

  private String again(String name) {
    StringBuilder command = new StringBuilder("test-fixtures/bin/drill run " + name);
    command.append(" --block-bytes ").append(blockBytes);
    if (window > 1) {
      command.append(" --window ").append(window);
    }
    if (roundTripMillis > 0) {
      command.append(" --round-trip ").append(roundTripMillis);
    }
    if (dtlsData) {
      command.append(" --data-dtls");
    }
    against
        .controller()
        .ifPresent(
            other ->
                command.append(
                    " --against %s:%d --keys %s"
                        .formatted(
                            other.control().getHostString(),
                            other.control().getPort(),
                            other.keys())));
    return command + " --keep";
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
