package io.apfw.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * A configuration and where it came from.
 *
 * @param config checked and complete
 * @param settings one for each key there is, in the order of {@link ConfigSchema}
 */
public record LoadedConfig(AgentConfig config, List<Setting> settings) {
  public LoadedConfig {
    settings = List.copyOf(settings);
  }

  /**
   * One key as it is set.
   *
   * @param written as it stands in the file; empty where the default counts
   * @param origin where it stands; empty where the default counts
   */
  public record Setting(ConfigKey key, Optional<String> written, Optional<Origin> origin) {
    /** What counts, as one would write it; empty for an optional key that is not set. */
    public String value() {
      return written.orElse(key.fallback());
    }
  }

  /**
   * A place in a file.
   *
   * @param line from 1; 0 for the file as a whole
   */
  public record Origin(String file, int line) {
    static Origin none(String file) {
      return new Origin(file, 0);
    }
  }
}
