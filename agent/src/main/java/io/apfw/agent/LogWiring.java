package io.apfw.agent;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.ops.JournalWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;
import org.tinylog.configuration.Configuration;

/** From the configuration file's terms to tinylog's. */
public final class LogWiring {
  private static final String INSTEAD = ": the log goes to standard output";

  private LogWiring() {}

  /**
   * Before the first line is logged: tinylog freezes its configuration then. A log that cannot go
   * where it should is no reason not to run.
   *
   * @param environment the process's
   */
  public static void apply(AgentConfig.Log log, Map<String, String> environment) {
    Configuration.set("level", log.level().name().toLowerCase(Locale.ROOT));
    Optional<String> trouble =
        switch (log.to()) {
          case STDOUT -> journal(environment);
          case SYSLOG -> syslog(log);
          case FILE -> file(log);
        };
    trouble.ifPresent(Logger::warn);
  }

  private static Optional<String> journal(Map<String, String> environment) {
    if (JournalWriter.isStandardOutput(environment)) {
      Configuration.set("writer", JournalWriter.class.getName());
    }
    return Optional.empty();
  }

  private static Optional<String> syslog(AgentConfig.Log log) {
    try {
      InetAddress server = InetAddress.getByName(log.syslogHost());
      Configuration.set("writer", "syslog");
      Configuration.set("writer.host", server.getHostAddress());
      Configuration.set("writer.port", Integer.toString(log.syslogPort()));
      Configuration.set("writer.facility", "DAEMON");
      Configuration.set("writer.identification", "apfw");
      Configuration.set("writer.format", "{message}");
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("log.syslogHost: no address for " + log.syslogHost() + INSTEAD);
    }
  }

  private static Optional<String> file(AgentConfig.Log log) {
    Path directory = log.file().toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      return Optional.of("log.file: cannot write to " + directory + INSTEAD);
    }
    Configuration.set("writer", "rolling file");
    Configuration.set("writer.file", log.file() + ".{count}");
    Configuration.set("writer.latest", log.file().toString());
    Configuration.set("writer.policies", "size: " + log.fileBytes() + " bytes");
    Configuration.set("writer.backups", Integer.toString(log.files() - 1));
    Configuration.set("writer.charset", "UTF-8");
    return Optional.empty();
  }
}
