package io.apfw.agent.cloud;

import io.apfw.cloud.CloudFailure;
import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.UrlRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Where a cloud's images may come from. Plain http is allowed unless the configuration says
 * otherwise, as clouds of the field use it: what is installed is believed for its own signature,
 * never for the way it came.
 *
 * <p>A cloud that is taken over could make its APs fetch from the networks that they stand in. So
 * loopback, link-local and multicast addresses are never taken from it, and private ones only where
 * the configuration says that the images are there. {@link #refusal(InetAddress)} is for whoever
 * connects: a name can lead anywhere.
 *
 * @param requireHttps refuse http
 * @param privateAddresses take addresses of private networks and of this host
 */
public record ImageUrlPolicy(boolean requireHttps, boolean privateAddresses) implements UrlRule {
  /** What the C library's parsers take for an address: decimal, octal or hexadecimal, and dots. */
  private static final Pattern NUMERIC =
      Pattern.compile("(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\\.(?:0[xX][0-9a-fA-F]*|[0-9]+))*\\.?");

  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
  private static final int UNIQUE_LOCAL_MASK = 0xfe;
  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int SHARED_FIRST = 100;
  private static final int SHARED_SECOND_MASK = 0xc0;
  private static final int SHARED_SECOND = 64;

  @Override
  public Optional<CloudFailure> refusal(String url) {
    String scheme = url.substring(0, Math.max(0, url.indexOf("://")));
    boolean http = scheme.equalsIgnoreCase("http");
    if (!http && !scheme.equalsIgnoreCase("https")) {
      return refused(Cause.URL_SCHEME, scheme + ": https or http");
    }
    if (http && requireHttps) {
      return refused(Cause.URL_SCHEME, "http: cloud.requireHttps wants https");
    }
    // OkHttp would forgive these, and another reader might read them otherwise.
    boolean plain = url.indexOf('\\') < 0 && !url.startsWith("/", url.indexOf("://") + 3);
    HttpUrl parsed = plain ? HttpUrl.parse(url) : null;
    if (parsed == null) {
      return refused(Cause.URL_MALFORMED, "not a URL with a host");
    }
    if (!parsed.username().isEmpty() || !parsed.password().isEmpty()) {
      return refused(Cause.URL_MALFORMED, "it has a user name or a password for " + parsed.host());
    }
    return ofHost(parsed.host());
  }

  private Optional<CloudFailure> ofHost(String host) {
    boolean localName = host.equals("localhost") || host.endsWith(".localhost");
    if (localName && !privateAddresses) {
      return refused(Cause.URL_ADDRESS, host + " is this host");
    }
    boolean literal = host.indexOf(':') >= 0 || DOTTED_QUAD.matcher(host).matches();
    if (!literal) {
      return NUMERIC.matcher(host).matches()
          ? refused(Cause.URL_MALFORMED, host + ": an address is written as 192.0.2.1")
          : Optional.empty();
    }
    try {
      return refusal(InetAddress.getByName(host)); // a literal: no name server is asked
    } catch (UnknownHostException e) {
      return refused(Cause.URL_MALFORMED, host + " is no address");
    }
  }

  /** Why not to connect to that address; empty when it may be. */
  public Optional<CloudFailure> refusal(InetAddress address) {
    String text = address.getHostAddress();
    if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
      return refused(Cause.URL_ADDRESS, text + " is no server's address");
    } else if (address.isLinkLocalAddress()) {
      return refused(Cause.URL_ADDRESS, text + " is link-local");
    } else if (!privateAddresses && (address.isLoopbackAddress() || isPrivate(address))) {
      return refused(
          Cause.URL_ADDRESS, text + " is private: cloud.privateAddresses allows such servers");
    }
    return Optional.empty();
  }

  /** RFC 1918, RFC 6598 (shared), RFC 4193 (unique local), RFC 3879 (site-local). */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    return address.isSiteLocalAddress()
        || (bytes.length == 4
            && first == SHARED_FIRST
            && (bytes[1] & SHARED_SECOND_MASK) == SHARED_SECOND)
        || (bytes.length == 16 && (first & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL);
  }

  private static Optional<CloudFailure> refused(Cause cause, String detail) {
    return Optional.of(new CloudFailure(cause, detail));
  }
}
