package io.apfw.agent.cli;

import io.apfw.agent.operator.UpdateOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code apfw activate}. */
@Command(
    name = "activate",
    description = {
      "Boots the verified image of the other slot, on trial: it is verified once more, made first",
      "in boot order, and the AP reboots. Exit code 65 when it is not as signed any more."
    },
    mixinStandardHelpOptions = true)
public final class ActivateCommand extends OrderCommand {
  @Option(
      names = "--version-wanted",
      paramLabel = "VERSION",
      description = "Only if the other slot holds this version.")
  private String version = "";

  public ActivateCommand() {
    super(UpdateOrder.ACTIVATE);
  }

  @Override
  String version() {
    return version;
  }
}
