package io.apfw.agent.cli;

import io.apfw.agent.ExitCode;
import io.apfw.agent.config.ConfigException;
import io.apfw.agent.config.ConfigProblem;
import io.apfw.agent.update.Failures;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** What a command that cannot be carried out prints, and its exit code. */
public final class Mistakes {
  private Mistakes() {}

  /** Makes the command line print mistakes in words and end by sysexits. */
  public static CommandLine handle(CommandLine line) {
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          PrintWriter err = command.getErr();
          if (exception instanceof ConfigException config) {
            config.problems().stream().map(ConfigProblem::toString).forEach(err::println);
            return ExitCode.BAD_CONFIGURATION;
          } else if (exception instanceof StorageException storage) {
            err.println(Failures.of(storage).line());
            return ExitCode.STORAGE_IO;
          } else if (exception instanceof IOException) {
            err.println(exception.getMessage());
            return ExitCode.STORAGE_IO;
          }
          throw exception;
        });
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    line.getCommandSpec().exitCodeOnExecutionException(ExitCode.BUG);
    line.getSubcommands()
        .values()
        .forEach(
            sub -> {
              sub.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
              sub.getCommandSpec().exitCodeOnExecutionException(ExitCode.BUG);
            });
    return line;
  }
}
