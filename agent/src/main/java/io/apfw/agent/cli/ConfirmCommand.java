package io.apfw.agent.cli;

import io.apfw.agent.operator.UpdateOrder;
import picocli.CommandLine.Command;

/** {@code apfw confirm}. */
@Command(
    name = "confirm",
    description = {
      "Confirms the image on trial although no controller has been reached; the board's checks of",
      "health still decide, and are waited for."
    },
    mixinStandardHelpOptions = true)
public final class ConfirmCommand extends OrderCommand {
  public ConfirmCommand() {
    super(UpdateOrder.CONFIRM);
  }
}
