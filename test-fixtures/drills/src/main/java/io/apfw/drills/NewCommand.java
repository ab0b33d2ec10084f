package io.apfw.drills;

import io.apfw.drills.text.ScriptReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drill new}. */
@Command(
    name = "new",
    description = "Writes a scenario with every key and what it means, to begin with.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
final class NewCommand implements Callable<Integer> {
  /** Below the checkout. */
  static final String TEMPLATE = "test-fixtures/drills/scenario.example.yaml";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(
      paramLabel = "FILE",
      description = "Ends in " + ScriptReader.ENDING + "; is not there yet.")
  private Path file;

  @Override
  public Integer call() {
    if (!file.toString().endsWith(ScriptReader.ENDING)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          file + ": the name of a scenario's file ends in " + ScriptReader.ENDING);
    }
    Path top =
        Drill.top()
            .orElseThrow(
                () ->
                    new CommandLine.ParameterException(
                        spec.commandLine(), "start it with test-fixtures/bin/drill"));
    try {
      Files.copy(top.resolve(TEMPLATE), file);
      spec.commandLine().getOut().println(file + ": run it with drill run --virtual " + file);
      return 0;
    } catch (FileAlreadyExistsException e) {
      spec.commandLine().getErr().println("drill: " + file + " is there already: choose another");
    } catch (IOException e) {
      spec.commandLine().getErr().println("drill: " + file + " cannot be written: " + e);
    }
    return Drill.EXIT_FAILED;
  }
}
