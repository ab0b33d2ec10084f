package io.apfw.cloud;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A header of HTTP/1.1. On the wire {@code name: value} and CRLF.
 *
 * @param value as it stands between the colon's space and the CRLF
 */
public record Header(String name, String value) {
  private static final Pattern SENDABLE = Pattern.compile("[ -~]*");

  /** Whether a value can go into a header that we send: visible ASCII and spaces. */
  static boolean sendable(String value) {
    return SENDABLE.matcher(value).matches() && value.strip().equals(value);
  }

  /** The first value of that name, whatever its case. */
  static Optional<String> find(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }
}
