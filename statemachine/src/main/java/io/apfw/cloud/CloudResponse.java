package io.apfw.cloud;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came back for a POST.
 *
 * @param status of HTTP
 * @param reason the word behind it, such as {@code OK}; may be empty
 * @param headers in their order
 * @param body each character is one byte, 0 to 255; at most {@link #BODY_BYTES_MAX}
 */
public record CloudResponse(int status, String reason, List<Header> headers, String body) {
  /** The longest body that is read: more is refused before it is stored. The capture has 552. */
  public static final int BODY_BYTES_MAX = 64 * 1024;

  private static final String KEY = "X-Activation-Key";
  private static final int KEY_CHARS_SHOWN = 2;
  private static final int SHOWN_CHARS_MAX = 4_096;

  public CloudResponse {
    headers = List.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Header.find(headers, name);
  }

  /** How long status line and headers are. */
  int headBytes() {
    return head(headers).length();
  }

  /** Whoever has the activation key can claim the AP for another customer. */
  public static boolean isSecret(Header header) {
    return header.name().equalsIgnoreCase(KEY);
  }

  /**
   * Status line and headers for the log. Of a secret all but its first two characters are covered;
   * its length stays.
   */
  String shownHead() {
    String shown =
        withoutPermissions(
            head(
                headers.stream()
                    .map(h -> isSecret(h) ? new Header(h.name(), cover(h.value())) : h)
                    .toList()));
    return shown.length() <= SHOWN_CHARS_MAX ? shown : shown.substring(0, SHOWN_CHARS_MAX) + "...";
  }

  private String head(List<Header> shown) {
    return "HTTP/1.1 "
        + status
        + (reason.isEmpty() ? "" : " " + reason)
        + "\r\n"
        + shown.stream()
            .map(h -> h.name() + ": " + h.value() + "\r\n")
            .collect(Collectors.joining())
        + "\r\n";
  }

  /** The body for the log: not all of a long one, and no URL's query, which may be a permission. */
  String shownBody() {
    String open = withoutPermissions(body);
    return open.length() <= SHOWN_CHARS_MAX ? open : open.substring(0, SHOWN_CHARS_MAX) + "...";
  }

  /** A text of the cloud's without what may be a permission: users and queries of its URLs. */
  static String withoutPermissions(String text) {
    return text.replaceAll("://[^/\\s]*@", "://...@").replaceAll("\\?\\S*", "?...");
  }

  static String cover(String secret) {
    int shown = secret.length() > 2 * KEY_CHARS_SHOWN ? KEY_CHARS_SHOWN : 0;
    return secret.substring(0, shown) + "*".repeat(secret.length() - shown);
  }
}
