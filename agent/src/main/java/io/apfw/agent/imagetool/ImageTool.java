package io.apfw.agent.imagetool;

import io.apfw.agent.cli.Mistakes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apfw-image}: the host tool; the AP has only {@link ImageCommand}. */
@Command(
    name = "apfw-image",
    description = "Builds, signs and judges AP images.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BuildCommand.class,
      SignCommand.class,
      TimestampCommand.class,
      InfoCommand.class,
      VerifyCommand.class,
      ExtractCommand.class
    })
public final class ImageTool {
  @Mixin HelpOption help = new HelpOption();

  private ImageTool() {}

  /** The tool as Picocli runs it. */
  public static CommandLine commandLine() {
    return Mistakes.handle(new CommandLine(new ImageTool()));
  }

  /** Runs one command and exits by sysexits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }
}
