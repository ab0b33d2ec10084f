package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.AgentConfig.BootControlKind;
import io.apfw.agent.config.AgentConfig.SlotMediumKind;
import io.apfw.agent.scripts.BoardBoot;
import io.apfw.agent.scripts.ScriptLimits;
import io.apfw.agent.scripts.ScriptRunner;
import io.apfw.agent.update.ApStorage;
import io.apfw.storage.boot.BootControl;
import io.apfw.storage.boot.BootEnvironmentFile;
import io.apfw.storage.boot.BootedSlotFinder;
import io.apfw.storage.boot.FileBootControl;
import io.apfw.storage.boot.ScriptBootControl;
import io.apfw.storage.boot.SystemSlotFinder;
import io.apfw.storage.device.DeviceUse;
import io.apfw.storage.slot.DirectoryMedium;
import io.apfw.storage.slot.Slot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.state.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Storage as a configuration names it. */
public final class Storage {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int SCRIPT_LINES_MAX = 500;
  private static final int SCRIPT_LINE_BYTES_MAX = 500;

  private Storage() {}

  /** Opens nothing yet: the files are read when they are asked for. */
  public static ApStorage of(AgentConfig config) {
    Slot part1 = slot(SlotId.PART1, config.slots().part1(), config.slots().medium());
    Slot part2 = slot(SlotId.PART2, config.slots().part2(), config.slots().medium());
    return ApStorage.of(
        part1,
        part2,
        boot(
            config,
            SystemSlotFinder.of(
                part1, part2, config.boot().commandLine(), booted(config.boot().booted()))),
        new StateLayout(config.stateDir()),
        bootId());
  }

  /** The kernel's name for this boot; empty where there is none. */
  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static Slot slot(SlotId id, Path path, SlotMediumKind kind) {
    return kind == SlotMediumKind.DIRECTORY
        ? new Slot(id, path, new DirectoryMedium(path, DeviceUse.SYSTEM))
        : new Slot(id, path);
  }

  private static Optional<SlotId> booted(AgentConfig.ConfiguredSlot configured) {
    return switch (configured) {
      case UNKNOWN -> Optional.empty();
      case PART1 -> Optional.of(SlotId.PART1);
      case PART2 -> Optional.of(SlotId.PART2);
    };
  }

  /** The upgrade script as the configuration bounds it. */
  static ScriptRunner scripts(AgentConfig config) {
    return new ScriptRunner(
        config.scripts().upgrade(),
        ScriptRunner.DEFAULT_PATH,
        new ScriptLimits(
            config.scripts().timeoutMillis(), SCRIPT_LINES_MAX, SCRIPT_LINE_BYTES_MAX));
  }

  private static BootControl boot(AgentConfig config, BootedSlotFinder finder) {
    AgentConfig.Boot boot = config.boot();
    if (boot.control() == BootControlKind.FILE) {
      return new FileBootControl(BootEnvironmentFile.at(boot.environment()), finder);
    }
    String board = config.scripts().board();
    return new ScriptBootControl(
        "the boot environment of board " + board,
        new BoardBoot(
            scripts(config),
            board,
            config.scripts().upgrade().resolveSibling("boards"),
            config.scripts().workDir(),
            boot.environment(),
            boot.copy()),
        finder);
  }
}
