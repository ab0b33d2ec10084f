package io.apfw.storage.state;

import java.nio.file.Path;

/**
 * Where the agent's state files stand, all in one directory on a data area of its own, outside both
 * slots.
 *
 * @param directory an existing directory
 */
public record StateLayout(Path directory) {
  /** What became of the last update. */
  public Path journal() {
    return directory.resolve("journal.state");
  }

  /** What became of the updates before. */
  public Path history() {
    return directory.resolve("history.state");
  }

  /** What is on the slots. */
  public Path slots() {
    return directory.resolve("slots.state");
  }

  /** Images that failed here and are not fetched again. */
  public Path quarantine() {
    return directory.resolve("quarantine.state");
  }

  /** The security version floor. */
  public Path securityFloor() {
    return directory.resolve("security.state");
  }

  /** The last proven time. */
  public Path provenTime() {
    return directory.resolve("clock.state");
  }

  /** Roots that images have brought. */
  public Path trust() {
    return directory.resolve("trust");
  }

  /** What happened in the last update; older ones stand beside it. For people: not state. */
  public Path updateLog() {
    return directory.resolve("logs").resolve("update.log");
  }

  /** Records of the last steps of the machines before a failure. For people: not state. */
  public Path flights() {
    return directory.resolve("flights");
  }

  /** Why the AP rebooted and lost its controllers. */
  public Path reboots() {
    return directory.resolve("reboots.state");
  }

  /** Manifests, signatures and block maps of the images on the slots. */
  public Path heads() {
    return directory.resolve("heads");
  }
}
