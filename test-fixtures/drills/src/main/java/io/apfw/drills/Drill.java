package io.apfw.drills;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The laboratory's command line. */
@Command(
    name = "drill",
    description = "Rehearses joins and upgrades against a real agent.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      ListCommand.class,
      NewCommand.class,
      ControllerCommand.class,
      CloudCommand.class,
      LoadCommand.class,
      WritesCommand.class,
      KeysCommand.class
    },
    exitCodeOnInvalidInput = Drill.EXIT_USAGE,
    exitCodeOnExecutionException = Drill.EXIT_BUG)
public final class Drill implements Runnable {
  static final int EXIT_FAILED = 1;
  static final int EXIT_USAGE = 64;
  static final int EXIT_DATA = 65;
  static final int EXIT_UNAVAILABLE = 69;
  static final int EXIT_BUG = 70;
  static final int EXIT_CONFIG = 78;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec;

  private Drill() {}

  /** The checkout, as the launcher says. */
  static Optional<Path> top() {
    return Optional.ofNullable(System.getenv("APFW_TOP")).map(Path::of);
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Drill());
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "say what to do: run, list, new, load, writes, controller, cloud or keys");
  }
}
