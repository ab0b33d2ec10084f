package io.apfw.drills;

import io.apfw.drills.yaml.YamlException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that serves, as a file says, until it is stopped.
 *
 * @param <S> what serves
 */
@Command(
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
abstract class ServiceCommand<S extends Closeable> implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "What it is; test-fixtures/drills/${COMMAND-NAME}.example.yaml has every key.")
  private Path config;

  /** Starts it; it is closed when the process is told to end. */
  abstract S start(Path file, Clock clock) throws IOException, YamlException;

  /** Returns when somebody has had enough of it. */
  void serve(S service) throws IOException, InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public final Integer call() throws InterruptedException {
    try {
      S service = start(config, Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service), "stop"));
      serve(service);
      return 0;
    } catch (YamlException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Drill.EXIT_CONFIG;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("drill: the " + spec.name() + " cannot start: " + e.getMessage());
      return Drill.EXIT_UNAVAILABLE;
    }
  }

  private void close(S service) {
    try {
      service.close();
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: the " + spec.name() + " did not end well: " + e);
    }
  }
}
