package io.apfw.drills;

import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.Tap;
import io.apfw.drills.lab.LabOptions;
import io.apfw.drills.pcap.Capture;
import io.apfw.drills.report.Reports;
import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.scenario.ScriptDrill;
import io.apfw.drills.text.Script;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
          "--keys",
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
    LiveRuns runs = new LiveRuns(spec.commandLine().getOut(), reports(), options, seed);
    return runs.run(scenarios, Optional.ofNullable(json)) ? 0 : Drill.EXIT_FAILED;
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

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
