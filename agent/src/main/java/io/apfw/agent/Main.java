package io.apfw.agent;

import io.apfw.agent.cli.AbortCommand;
import io.apfw.agent.cli.ActivateCommand;
import io.apfw.agent.cli.AgentCommand;
import io.apfw.agent.cli.CheckCommand;
import io.apfw.agent.cli.ConfigCommand;
import io.apfw.agent.cli.ConfirmCommand;
import io.apfw.agent.cli.EventsCommand;
import io.apfw.agent.cli.InstallCommand;
import io.apfw.agent.cli.JournalCommand;
import io.apfw.agent.cli.Mistakes;
import io.apfw.agent.cli.QuarantineCommand;
import io.apfw.agent.cli.ReplayCommand;
import io.apfw.agent.cli.RollbackCommand;
import io.apfw.agent.cli.SlotsCommand;
import io.apfw.agent.cli.StatusCommand;
import io.apfw.agent.cli.TrustCommand;
import io.apfw.agent.cli.VerifySlotCommand;
import io.apfw.agent.imagetool.ImageCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code apfw}: the AP firmware agent. */
@Command(
    name = "apfw",
    description = "Keeps this access point on the firmware that its controller asks for.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "64:the command line is wrong",
      "65:an image or its signature is not as it must be",
      "69:the controller, cloud or server cannot be used",
      "70:a bug of apfw",
      "74:a partition or state file of this access point cannot be read or written",
      "75:not now: try again later",
      "78:the configuration is wrong"
    })
public final class Main {
  private static final List<Class<?>> COMMANDS =
      List.of(
          AgentCommand.class,
          StatusCommand.class,
          EventsCommand.class,
          InstallCommand.class,
          CheckCommand.class,
          SlotsCommand.class,
          VerifySlotCommand.class,
          JournalCommand.class,
          ActivateCommand.class,
          ConfirmCommand.class,
          RollbackCommand.class,
          AbortCommand.class,
          QuarantineCommand.class,
          TrustCommand.class,
          ReplayCommand.class,
          ConfigCommand.class,
          ImageCommand.class,
          AutoComplete.GenerateCompletion.class);

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"apfw " + AgentVersion.get()};
    }
  }

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(
        isService(args)
            ? serve(Path.of(args[2]), new PrintWriter(System.err, true, Charset.defaultCharset()))
            : commandLine(args).execute(args));
  }

  /** The service's own line. It has nothing to parse, and a parser is a tenth of the start. */
  static boolean isService(String... args) {
    return args.length == 3
        && args[0].equals("agent")
        && args[1].equals("--config")
        && args[2].startsWith("/");
  }

  /** Does as the command line would, with errors too: threads that are left would go on. */
  static int serve(Path file, PrintWriter err) {
    try {
      return AgentCommand.run(file);
    } catch (Throwable e) {
      return Mistakes.tell(e, err);
    }
  }

  /** A command line that knows every command. */
  public static CommandLine commandLine() {
    return knowing(COMMANDS);
  }

  /**
   * One that knows the command these arguments begin with, or every command if they begin with
   * none. To read the annotations of all takes a slow AP longer than the agent needs for all the
   * rest of its start; so it ends at the first that is the one. A shell's completion is of all.
   */
  static CommandLine commandLine(String... args) {
    String first = args.length == 0 ? "" : args[0];
    for (Class<?> command : COMMANDS) {
      if (name(command).equals(first) && command != AutoComplete.GenerateCompletion.class) {
        return knowing(List.of(command));
      }
    }
    return knowing(COMMANDS);
  }

  /** No method reference: its class would keep picocli's out of the package's archive. */
  private static CommandLine knowing(List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Main());
    for (Class<?> command : commands) {
      line.addSubcommand(command);
    }
    return Mistakes.handle(line);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
