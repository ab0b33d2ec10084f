package io.apfw.drills;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.yaml.YamlException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drill controller}. */
@Command(
    name = "controller",
    description = "A controller for any number of APs, until it is stopped; its log on stdout.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class ControllerCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "What it is; test-fixtures/drills/controller.example.yaml has every key.")
  private Path config;

  @Option(
      names = "--commands",
      paramLabel = "FILE",
      description =
          "Commands, a line each, that are run at the start; then those of stdin. `help` lists"
              + " them, `exit` stops the controller, the end of either does not.")
  private @Nullable Path commands;

  @Override
  public Integer call() throws InterruptedException {
    try {
      if (commands != null && !Files.isReadable(commands)) {
        throw new IOException(commands + " cannot be read");
      }
      Ac ac = Ac.start(config, spec.commandLine().getOut(), Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(ac::close, "stop"));
      return serve(ac);
    } catch (YamlException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Drill.EXIT_CONFIG;
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: the controller cannot start: " + e.getMessage());
      return Drill.EXIT_UNAVAILABLE;
    }
  }

  private int serve(Ac ac) throws IOException, InterruptedException {
    if (commands != null) {
      for (String line : Files.readAllLines(commands)) {
        if (!ac.command(line, true)) {
          return 0;
        }
      }
    }
    boolean terminal = Boolean.getBoolean("apfw.terminal");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintWriter out = spec.commandLine().getOut();
    while (true) {
      if (terminal) {
        out.print(ac.prompt());
        out.flush();
      }
      String line = in.readLine();
      if (line == null) {
        new CountDownLatch(1).await();
      } else if (!ac.command(line, !terminal)) {
        return 0;
      }
    }
  }
}
