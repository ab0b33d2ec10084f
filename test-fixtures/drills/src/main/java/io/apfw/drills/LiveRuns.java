package io.apfw.drills;

import io.apfw.drills.lab.Console;
import io.apfw.drills.lab.Lab;
import io.apfw.drills.lab.LabOptions;
import io.apfw.drills.lab.LiveStory;
import io.apfw.drills.report.DrillResult;
import io.apfw.drills.report.Played;
import io.apfw.drills.report.Reports;
import io.apfw.drills.report.ResultJson;
import io.apfw.drills.report.ResultText;
import io.apfw.drills.report.SlotLine;
import io.apfw.drills.scenario.Scenario;
import io.apfw.drills.scenario.ScriptDrill;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** {@code drill run} with real agents. */
final class LiveRuns {
  private final PrintWriter out;
  private final Reports reports;
  private final LabOptions options;
  private final long seed;
  private final Map<String, Played> stories = new ConcurrentHashMap<>();

  LiveRuns(PrintWriter out, Reports reports, LabOptions options, long seed) {
    this.out = out;
    this.reports = reports;
    this.options = options;
    this.seed = seed;
  }

  /** Runs them; true if everything held. */
  boolean run(List<Scenario> scenarios, Optional<Path> json)
      throws IOException, StorageException, InterruptedException {
    Files.createDirectories(options.work());
    List<DrillResult> results = options.jobs() == 1 ? inTurn(scenarios) : atOnce(scenarios);
    if (json.isPresent()) {
      String text = results.stream().map(ResultJson::of).collect(Collectors.joining(","));
      Files.writeString(json.get(), results.size() == 1 ? text : "[" + text + "]\n");
    }
    reports.write(
        results.stream()
            .flatMap(result -> Optional.ofNullable(stories.get(result.scenario())).stream())
            .toList());
    if (results.size() > 1) {
      summary(results);
    }
    return results.stream().allMatch(DrillResult::passed);
  }

  private List<DrillResult> inTurn(List<Scenario> scenarios)
      throws IOException, StorageException, InterruptedException {
    List<DrillResult> results = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      results.add(run(scenario, out, Boolean.getBoolean("apfw.terminal")));
    }
    return results;
  }

  /** What each prints is kept till it is over, and comes in the order of the list. */
  private List<DrillResult> atOnce(List<Scenario> scenarios)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(options.jobs());
    try {
      List<StringWriter> printed = new ArrayList<>();
      List<Future<DrillResult>> running = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        StringWriter text = new StringWriter();
        printed.add(text);
        running.add(pool.submit(() -> run(scenario, new PrintWriter(text, true), false)));
      }
      List<DrillResult> results = new ArrayList<>();
      for (int i = 0; i < running.size(); i++) {
        try {
          results.add(running.get(i).get());
        } catch (ExecutionException e) {
          throw new IOException(scenarios.get(i).name() + ": " + e.getCause(), e);
        } finally {
          out.print(printed.get(i));
          out.flush();
        }
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private DrillResult run(Scenario scenario, PrintWriter text, boolean terminal)
      throws IOException, StorageException, InterruptedException {
    Path log = options.work().resolve(scenario.name() + ".log");
    DrillResult result;
    try (Console console = new Console(text, terminal, log)) {
      LabOptions its = scenario instanceof ScriptDrill script ? script.options(options) : options;
      try (Lab lab = Lab.open(scenario.name(), scenario.scale(), its, console)) {
        List<SlotLine> before = reports.wanted() ? lab.ap().slots() : List.of();
        result = scenario.run(lab);
        if (reports.wanted()) {
          stories.put(
              scenario.name(), LiveStory.of(scenario.summary(), lab.machines(), before, result));
        }
      }
      ResultText.of(result, again(scenario)).forEach(console::print);
      console.say("the agent's log is in " + log);
    }
    return result;
  }

  private void summary(List<DrillResult> results) {
    out.println();
    results.forEach(
        result -> out.println((result.passed() ? "PASSED " : "FAILED ") + result.scenario()));
    out.flush();
  }

  /** The command that does it once more; what a scenario's file says is not said again. */
  private String again(Scenario scenario) {
    StringBuilder command = new StringBuilder("test-fixtures/bin/drill run " + scenario.name());
    if (scenario instanceof ScriptDrill) {
      command.append(" --seed ").append(seed);
    } else {
      command.append(" --block-bytes ").append(options.blockBytes());
      if (options.window() > 1) {
        command.append(" --window ").append(options.window());
      }
      if (options.roundTripMillis() > 0) {
        command.append(" --round-trip ").append(options.roundTripMillis());
      }
    }
    if (options.dtlsData()) {
      command.append(" --data-dtls");
    }
    options
        .against()
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
}
