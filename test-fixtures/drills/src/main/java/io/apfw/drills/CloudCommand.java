package io.apfw.drills;

import io.apfw.drills.cloud.CloudService;
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

/** {@code drill cloud}. */
@Command(
    name = "cloud",
    description =
        "A cloud for any number of APs, until it is stopped: challenge, rules by serial number, model"
            + " or folder, roll-out by percentage, failures on demand.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class CloudCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "What it is; test-fixtures/drills/cloud.example.yaml has every key.")
  private Path config;

  @Override
  public Integer call() throws InterruptedException {
    try {
      CloudService cloud =
          CloudService.start(config, spec.commandLine().getOut(), Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "stop"));
      new CountDownLatch(1).await();
      return 0;
    } catch (YamlException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Drill.EXIT_CONFIG;
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: the cloud cannot start: " + e.getMessage());
      return Drill.EXIT_UNAVAILABLE;
    }
  }
}
