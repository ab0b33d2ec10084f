package io.apfw.agent.config;

import java.util.List;

/**
 * Every key of the configuration file, in the order of the example file: the one place that knows
 * their types, bounds, defaults and meanings.
 */
public final class ConfigSchema {
  /** The table. */
  public static final List<ConfigKey> KEYS = table().keys();

  private ConfigSchema() {}

  private static KeyTable table() {
    KeyTable keys = new KeyTable();
    ControllerKeys.addTo(keys);
    WtpKeys.addTo(keys);
    EdgeKeys.addTo(keys);
    ImageKeys.addTo(keys);
    TimerKeys.addTo(keys);
    CloudKeys.addTo(keys);
    UpdateKeys.addTo(keys);
    LogKeys.addTo(keys);
    FetchKeys.addTo(keys);
    ControlKeys.addTo(keys);
    return keys;
  }
}
