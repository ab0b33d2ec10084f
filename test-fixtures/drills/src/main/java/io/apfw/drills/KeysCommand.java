package io.apfw.drills;

import io.apfw.drills.lab.DrillPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drill keys}. */
@Command(
    name = "keys",
    description =
        "Makes keys and certificates of a controller (ac), an AP (ap), a cloud (cloud) and an image"
            + " signer (signer), with the roots that the others believe.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class KeysCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIR", description = "Where they go; made if it is not there.")
  private Path directory;

  @Override
  public Integer call() {
    if (Files.exists(directory.resolve("ac.key"))) {
      spec.commandLine().getErr().println("drill: " + directory + " has keys already");
      return Drill.EXIT_FAILED;
    }
    try {
      new DrillPki().write(directory);
      spec.commandLine().getOut().println("keys and certificates are in " + directory);
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: keys cannot be written: " + e);
      return Drill.EXIT_FAILED;
    }
  }
}
