package io.apfw.agent.cli;

import io.apfw.agent.operator.UpdateOrder;
import picocli.CommandLine.Command;

/** {@code apfw abort}. */
@Command(
    name = "abort",
    description = {
      "Calls off the image that comes in, whoever sends it. From the activation on there is no",
      "way to call it off: let it boot, and roll back."
    },
    mixinStandardHelpOptions = true)
public final class AbortCommand extends OrderCommand {
  public AbortCommand() {
    super(UpdateOrder.ABORT);
  }
}
