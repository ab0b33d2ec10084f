package io.apfw.drills;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

  @Override
  public Integer call() throws InterruptedException {
    try {
      Ac ac = Ac.start(config, spec.commandLine().getOut(), Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(ac::close, "stop"));
      new CountDownLatch(1).await();
      return 0;
    } catch (YamlException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Drill.EXIT_CONFIG;
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: the controller cannot start: " + e.getMessage());
      return Drill.EXIT_UNAVAILABLE;
    }
  }
}
