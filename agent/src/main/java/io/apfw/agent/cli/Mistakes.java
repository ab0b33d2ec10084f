package io.apfw.agent.cli;

import io.apfw.agent.ExitCode;
import io.apfw.agent.config.ConfigException;
import io.apfw.agent.config.ConfigProblem;
import io.apfw.agent.update.Failures;
import io.apfw.storage.device.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** What a command that cannot be carried out prints, and its exit code. */
public final class Mistakes {
  private Mistakes() {}

  /** Makes the command line print mistakes in words and end by sysexits. */
  public static CommandLine handle(CommandLine line) {
    line.setExecutionExceptionHandler(new InWords());
    sysexits(line);
    return line;
  }

  /** A class with a name: a lambda's would keep picocli's out of the package's archive. */
  private static final class InWords implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
      return tell(exception, command.getErr());
    }
  }

  /**
   * Prints a mistake in words, or a bug of apfw in full.
   *
   * @return the exit code
   */
  public static int tell(Throwable exception, PrintWriter err) {
    if (exception instanceof ConfigException config) {
      config.problems().stream().map(ConfigProblem::toString).forEach(err::println);
      return ExitCode.BAD_CONFIGURATION;
    } else if (exception instanceof StorageException storage) {
      err.println(Failures.of(storage).line());
      return ExitCode.STORAGE_IO;
    } else if (exception instanceof IOException failed) {
      err.println(words(failed));
      return ExitCode.STORAGE_IO;
    }
    exception.printStackTrace(err);
    return ExitCode.BUG;
  }

  private static void sysexits(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    line.getCommandSpec().exitCodeOnExecutionException(ExitCode.BUG);
    for (CommandLine command : line.getSubcommands().values()) {
      sysexits(command);
    }
  }

  /** The JDK says no more of a missing file than its name. */
  private static String words(IOException failed) {
    if (failed instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    } else if (failed instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    return String.valueOf(failed.getMessage());
  }
}
