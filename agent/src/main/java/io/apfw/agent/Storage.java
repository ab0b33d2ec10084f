package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.update.ApStorage;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.CommandLineSlotFinder;
import io.apfw.storage.boot.FileBootControl;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.StateLayout;

/** Storage as a configuration names it. */
public final class Storage {
  private Storage() {}

  /** Opens nothing yet: the files are read when they are asked for. */
  public static ApStorage of(AgentConfig config) {
    return ApStorage.of(
        new Slot(SlotId.PART1, config.slots().part1()),
        new Slot(SlotId.PART2, config.slots().part2()),
        new FileBootControl(
            BootEnvironmentFile.at(config.boot().environment()),
            new CommandLineSlotFinder(config.boot().commandLine())),
        new StateLayout(config.stateDir()));
  }
}
