package io.apfw.fetch;

import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What HTTP puts up with.
 *
 * @param connectMillis time for a connection, each of TCP's and TLS's part
 * @param silenceMillis time without a byte
 * @param redirectsMax hops in a row
 * @param anyHost whether a redirect may lead to another host
 * @param tls makes the sockets of HTTPS
 * @param authorities whom these trust
 * @param environment where proxies are looked up, as {@link EnvironmentProxies} says
 * @param userAgent who we say that we are
 */
public record HttpSettings(
    int connectMillis,
    int silenceMillis,
    int redirectsMax,
    boolean anyHost,
    SSLSocketFactory tls,
    X509TrustManager authorities,
    Map<String, String> environment,
    String userAgent) {
  public HttpSettings {
    environment = Map.copyOf(environment);
  }
}
