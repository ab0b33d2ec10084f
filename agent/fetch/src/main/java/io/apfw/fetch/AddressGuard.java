package io.apfw.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import okhttp3.Connection;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Holds OkHttp to an {@link AddressRule}: what a name leads to before anything is connected, and
 * once more, of the very connection, before anything is said on it.
 */
final class AddressGuard implements Dns, Interceptor {
  private final AddressRule rule;
  private final EnvironmentProxies proxies;

  AddressGuard(AddressRule rule, EnvironmentProxies proxies) {
    this.rule = rule;
    this.proxies = proxies;
  }

  /** Not to be connected to. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /** OkHttp looks up names only: an address in a URL is asked about here. */
  void check(HttpUrl url) throws IOException {
    boolean literal =
        url.host().indexOf(':') >= 0
            || url.host().chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    if (literal && proxies.select(url.uri()).contains(Proxy.NO_PROXY)) {
      check(url.host(), InetAddress.getByName(url.host()));
    }
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    List<InetAddress> found = Dns.SYSTEM.lookup(hostname);
    if (!proxies.name(hostname)) {
      for (InetAddress address : found) {
        Optional<String> refusal = rule.refusal(address);
        if (refusal.isPresent()) {
          throw (UnknownHostException)
              new UnknownHostException(hostname)
                  .initCause(new RefusedException(hostname + " leads to " + refusal.get()));
        }
      }
    }
    return found;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Connection connection = chain.connection();
    if (connection != null && connection.route().proxy().type() == Proxy.Type.DIRECT) {
      InetAddress address = connection.route().socketAddress().getAddress();
      check(chain.request().url().host(), address);
    }
    return chain.proceed(chain.request());
  }

  private void check(String host, InetAddress address) throws IOException {
    Optional<String> refusal = rule.refusal(address);
    if (refusal.isPresent()) {
      throw new RefusedException(host + " leads to " + refusal.get());
    }
  }
}
