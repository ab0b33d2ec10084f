package io.apfw.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/** The version of this agent, as the build wrote it down. */
public final class AgentVersion {
  private static final String RESOURCE = "version.properties";

  private AgentVersion() {}

  /** Such as {@code 0.1.0}. */
  public static String get() {
    return properties().getProperty("version", "");
  }

  /** When it was built, to the build's own word: it cannot be earlier than that. */
  public static Instant built() {
    return Instant.parse(properties().getProperty("built", ""));
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = AgentVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the agent's jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
