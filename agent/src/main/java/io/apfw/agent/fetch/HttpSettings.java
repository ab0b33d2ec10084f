package io.apfw.agent.fetch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What HTTP puts up with.
 *
 * @param connectMillis time for a connection, each of TCP's and TLS's part
 * @param silenceMillis time without a byte
 * @param redirectsMax hops in a row
 * @param anyHost whether a redirect may lead to another host
 * @param trust PEM certificates of authorities, a file or a directory of {@code .pem} and {@code
 *     .crt} files; this machine's own when empty
 * @param environment where proxies are looked up, as {@link EnvironmentProxies} says
 * @param userAgent who we say that we are
 */
public record HttpSettings(
    int connectMillis,
    int silenceMillis,
    int redirectsMax,
    boolean anyHost,
    Optional<Path> trust,
    Map<String, String> environment,
    String userAgent) {
  public HttpSettings {
    environment = Map.copyOf(environment);
  }
}
