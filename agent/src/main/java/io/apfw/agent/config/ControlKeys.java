package io.apfw.agent.config;

import java.util.List;

/** Keys of the configuration file: control of the running agent. */
final class ControlKeys {
  private ControlKeys() {}

  static void addTo(KeyTable keys) {
    keys.path(
        "control.socket",
        "/run/apfw/control.sock",
        false,
        "The local socket where commands of `apfw` reach the running agent.");
    keys.choice(
        "control.mayAct",
        List.of("owner", "group"),
        "owner",
        "Who may give commands there, besides root: the user that the agent runs as, or the group"
            + " of the socket's directory, too.");
    keys.path(
        "control.statusSocket",
        "/run/apfw/status.sock",
        false,
        "The local socket where the agent's status and events can be had, and nothing else.");
    keys.choice(
        "control.mayLook",
        List.of("owner", "group", "everybody"),
        "group",
        "Who may look there, besides root.");
  }
}
