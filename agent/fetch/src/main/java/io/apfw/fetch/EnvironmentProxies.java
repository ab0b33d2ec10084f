package io.apfw.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that the environment names, as the field's tools read it: {@code http_proxy} for
 * http, {@code https_proxy} for https, {@code all_proxy} for both; {@code no_proxy} is a comma
 * separated list of hosts and domains (with what is below them) that are asked directly, or a
 * {@code *}. In capital letters too, but for HTTP_PROXY, which a CGI's client can set.
 */
final class EnvironmentProxies extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        proxyUri(uri)
            .map(
                proxy ->
                    new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(
                            bare(proxy.getHost()), proxy.getPort() < 0 ? 80 : proxy.getPort())))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The fetch that wanted the proxy fails and says so.
  }

  /** Whether a proxy has that host name. */
  boolean name(String host) {
    return Stream.of("http_proxy", "https_proxy", "all_proxy")
        .flatMap(variable -> value(variable).stream())
        .map(EnvironmentProxies::withScheme)
        .map(EnvironmentProxies::parsed)
        .anyMatch(proxy -> bare(proxy.getHost()).equalsIgnoreCase(host));
  }

  /** {@code user:password} of the proxy for this URL. */
  Optional<String> credentials(URI uri) {
    return proxyUri(uri).map(URI::getUserInfo);
  }

  private Optional<URI> proxyUri(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || direct(bare(host).toLowerCase(Locale.ROOT), uri.getPort())) {
      return Optional.empty();
    }
    return value(scheme + "_proxy")
        .or(() -> value("all_proxy"))
        .map(EnvironmentProxies::withScheme)
        .map(EnvironmentProxies::parsed);
  }

  private static String withScheme(String text) {
    return text.contains("://") ? text : "http://" + text;
  }

  private static URI parsed(String text) {
    try {
      URI proxy = new URI(text);
      if (proxy.getHost() != null && "http".equalsIgnoreCase(proxy.getScheme())) {
        return proxy;
      }
    } catch (URISyntaxException e) {
      // Said below, without the password that it may have.
    }
    throw new IllegalArgumentException(
        "the environment's proxy is not a URL such as http://host:port: mend http_proxy,"
            + " https_proxy or all_proxy");
  }

  private Optional<String> value(String name) {
    String value = environment.get(name);
    if ((value == null || value.isBlank()) && !name.equals("http_proxy")) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  private boolean direct(String host, int port) {
    for (String entry : value("no_proxy").orElse("").split(",", -1)) {
      String name = entry.strip().toLowerCase(Locale.ROOT);
      if (name.endsWith(":" + port)) {
        name = name.substring(0, name.lastIndexOf(':'));
      }
      name = bare(name.startsWith(".") ? name.substring(1) : name);
      if (name.equals("*")
          || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
