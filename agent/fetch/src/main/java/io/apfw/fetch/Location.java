package io.apfw.fetch;

import io.apfw.update.UpdateFailure.Cause;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a file is: {@code http://}, {@code https://}, {@code tftp://host[:port]/path} (RFC 3617),
 * {@code sftp://user@host[:port]/path}, {@code file:///path} or a path that begins with a slash.
 *
 * <p>{@link #toString} hides user, password and query, which may be a signed permission.
 */
public final class Location {
  private static final int LENGTH_MAX = 2_048;
  private static final String HIDDEN = "******";
  private static final String OCTET = ";mode=octet";

  /** How it is fetched. */
  public enum Scheme {
    FILE(0),
    HTTP(80),
    HTTPS(443),
    TFTP(69),
    SFTP(22);

    private final int port;

    Scheme(int port) {
      this.port = port;
    }

    /** As in a URL. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Scheme scheme;
  private final URI uri;
  private final String path;

  private Location(Scheme scheme, URI uri, String path) {
    this.scheme = scheme;
    this.uri = uri;
    this.path = path;
  }

  /**
   * Reads a URL or a path.
   *
   * @throws FetchException {@code LOCATION_UNUSABLE} with what is wrong with it
   */
  public static Location parse(String text) throws FetchException {
    if (text.length() > LENGTH_MAX) {
      throw unusable("it has " + text.length() + " characters, at most " + LENGTH_MAX + " may be");
    }
    try {
      return text.startsWith("/")
          ? of(new URI("file", null, text, null))
          : of(new URI(text.strip()));
    } catch (URISyntaxException e) {
      // Not e's message: it repeats the input, password and all.
      throw unusable(
          e.getReason() + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
    }
  }

  private static Location of(URI uri) throws FetchException {
    Scheme scheme = scheme(uri);
    String path = uri.getPath();
    if (path == null || path.isEmpty() || path.equals("/")) {
      throw unusable("it names no file: " + hidden(scheme, uri));
    }
    if (path.chars().anyMatch(letter -> letter < ' ' || letter == 0x7f)) {
      throw unusable("its path has a control character: " + hidden(scheme, uri));
    }
    if (scheme == Scheme.FILE) {
      if (uri.getAuthority() != null && !uri.getAuthority().equalsIgnoreCase("localhost")) {
        throw unusable("a file is on this machine: file:///path, not " + hidden(scheme, uri));
      }
    } else if (uri.getHost() == null) {
      throw unusable("it names no host as a URL does: " + scheme.text() + "://host/path is wanted");
    }
    if (uri.getPort() == 0 || uri.getPort() > 0xffff) {
      throw unusable("port " + uri.getPort() + " is not 1 to 65535: " + hidden(scheme, uri));
    }
    return new Location(scheme, uri, scheme == Scheme.TFTP ? octet(uri, path) : path);
  }

  private static Scheme scheme(URI uri) throws FetchException {
    String name = uri.getScheme();
    for (Scheme scheme : Scheme.values()) {
      if (scheme.text().equalsIgnoreCase(name)) {
        return scheme;
      }
    }
    throw unusable(
        (name == null ? "it has no scheme" : "its scheme is " + name)
            + "; file, http, https, tftp and sftp are known, and a path that begins with /");
  }

  /** RFC 3617's mode: an image is never text. */
  private static String octet(URI uri, String path) throws FetchException {
    if (path.endsWith(OCTET)) {
      return path.substring(0, path.length() - OCTET.length());
    } else if (path.contains(";mode=")) {
      throw unusable("only mode=octet leaves an image as it is: " + hidden(Scheme.TFTP, uri));
    }
    return path;
  }

  /** How it is fetched. */
  public Scheme scheme() {
    return scheme;
  }

  /** The URL with all that it says; not for a log. */
  public URI uri() {
    return uri;
  }

  /** A name or an address without brackets; empty for a file. */
  public String host() {
    String host = uri.getHost() == null ? "" : uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** 1 to 65535; 0 for a file. */
  public int port() {
    return uri.getPort() < 0 ? scheme.port : uri.getPort();
  }

  /** Decoded, from the first slash on. */
  public String path() {
    return path;
  }

  /** The name before the colon. */
  public Optional<String> user() {
    return Optional.ofNullable(uri.getUserInfo())
        .map(info -> info.indexOf(':') < 0 ? info : info.substring(0, info.indexOf(':')))
        .filter(user -> !user.isEmpty());
  }

  /** What stands after the colon. */
  public Optional<String> password() {
    return Optional.ofNullable(uri.getUserInfo())
        .filter(info -> info.indexOf(':') >= 0)
        .map(info -> info.substring(info.indexOf(':') + 1));
  }

  /** For the log: no user, no password, no query. */
  @Override
  public String toString() {
    return hidden(scheme, uri);
  }

  private static String hidden(Scheme scheme, URI uri) {
    StringBuilder text = new StringBuilder(scheme.text()).append("://");
    if (uri.getRawUserInfo() != null) {
      text.append(HIDDEN).append('@');
    }
    if (uri.getHost() != null) {
      text.append(uri.getHost());
      if (uri.getPort() >= 0) {
        text.append(':').append(uri.getPort());
      }
    }
    text.append(uri.getRawPath() == null ? "" : uri.getRawPath());
    return uri.getRawQuery() == null ? text.toString() : text.append('?').append(HIDDEN).toString();
  }

  private static FetchException unusable(String detail) {
    return new FetchException(Cause.LOCATION_UNUSABLE, detail);
  }
}
