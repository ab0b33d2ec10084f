package io.apfw.agent.cli;

import io.apfw.agent.operator.UpdateOrder;
import picocli.CommandLine.Command;

/** {@code apfw rollback}. */
@Command(
    name = "rollback",
    description = {
      "Goes back to the image of the other slot and reboots. An image on trial is given up and",
      "not fetched again for a while; else the other image is verified and gets a trial."
    },
    mixinStandardHelpOptions = true)
public final class RollbackCommand extends OrderCommand {
  public RollbackCommand() {
    super(UpdateOrder.ROLLBACK);
  }
}
