package io.apfw.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys under {@code fetch}, as {@link FetchKeys} describes them. */
public record FetchConfig(
    boolean secureOnly,
    long imageBytesMax,
    long bytesPerSecondMax,
    int connectMillis,
    int silenceMillis,
    long attemptMillis,
    long totalMillis,
    int attemptsMax,
    long backOffMinMillis,
    long backOffMaxMillis,
    boolean redirectsToAnyHost,
    int redirectsMax,
    Optional<Path> trust,
    boolean outOfBand,
    long outOfBandMillis,
    int tftpBlockBytes,
    int tftpWindowBlocks,
    int tftpTimeoutSeconds,
    List<String> sftpHostKeys,
    Optional<Path> sftpKnownHosts,
    Optional<Path> sftpPasswordFile,
    Optional<Path> sftpKey) {
  public FetchConfig {
    sftpHostKeys = List.copyOf(sftpHostKeys);
  }

  /** From checked values by dotted key. */
  @SuppressWarnings("unchecked") // the type of TEXTS
  static FetchConfig of(Map<String, Object> values) {
    return new FetchConfig(
        (boolean) get(values, "secureOnly"),
        number(values, "imageBytesMax"),
        number(values, "bytesPerSecondMax"),
        Math.toIntExact(number(values, "connectMillis")),
        Math.toIntExact(number(values, "silenceMillis")),
        number(values, "attemptMillis"),
        number(values, "totalMillis"),
        Math.toIntExact(number(values, "attemptsMax")),
        number(values, "backOffMinMillis"),
        number(values, "backOffMaxMillis"),
        get(values, "redirects").equals("any-host"),
        Math.toIntExact(number(values, "redirectsMax")),
        path(values, "trust"),
        (boolean) get(values, "outOfBand"),
        number(values, "outOfBandMillis"),
        Math.toIntExact(number(values, "tftpBlockBytes")),
        Math.toIntExact(number(values, "tftpWindowBlocks")),
        Math.toIntExact(number(values, "tftpTimeoutSeconds")),
        (List<String>) get(values, "sftpHostKeys"),
        path(values, "sftpKnownHosts"),
        path(values, "sftpPasswordFile"),
        path(values, "sftpKey"));
  }

  private static Object get(Map<String, Object> values, String key) {
    Object value = values.get("fetch." + key);
    if (value == null) {
      throw new IllegalStateException("the schema has no fetch." + key);
    }
    return value;
  }

  private static long number(Map<String, Object> values, String key) {
    return (long) get(values, key);
  }

  private static Optional<Path> path(Map<String, Object> values, String key) {
    return Optional.ofNullable((Path) values.get("fetch." + key));
  }
}
