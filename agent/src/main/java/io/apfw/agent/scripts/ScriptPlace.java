package io.apfw.agent.scripts;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the scripts are told about this AP; it stays the same from one boot to the next.
 *
 * @param board name of the file in {@code boards/}, such as {@code file}
 * @param active slot that runs, such as {@code part2}
 * @param inactive the other slot, the only one that may be written
 * @param activeDevice device or file behind the active slot
 * @param targetDevice device or file behind the inactive slot
 * @param stateDir the agent's data area, which outlives an upgrade; must exist
 * @param workDir area for temporary files; must exist
 * @param configDir the AP's own configuration, carried over to the new slot; empty when there is
 *     none
 * @param healthDir the checks that HEALTH runs; empty when there are none
 */
public record ScriptPlace(
    String board,
    String active,
    String inactive,
    Path activeDevice,
    Path targetDevice,
    Path stateDir,
    Path workDir,
    Optional<Path> configDir,
    Optional<Path> healthDir) {

  void putInto(Map<String, String> environment) {
    environment.put("APFW_BOARD", board);
    environment.put("APFW_ACTIVE", active);
    environment.put("APFW_INACTIVE", inactive);
    environment.put("APFW_ACTIVE_DEVICE", activeDevice.toAbsolutePath().toString());
    environment.put("APFW_TARGET_DEVICE", targetDevice.toAbsolutePath().toString());
    environment.put("APFW_STATE_DIR", stateDir.toAbsolutePath().toString());
    environment.put("APFW_WORK_DIR", workDir.toAbsolutePath().toString());
    configDir.ifPresent(dir -> environment.put("APFW_CONFIG_DIR", dir.toAbsolutePath().toString()));
    healthDir.ifPresent(dir -> environment.put("APFW_HEALTH_DIR", dir.toAbsolutePath().toString()));
  }
}
