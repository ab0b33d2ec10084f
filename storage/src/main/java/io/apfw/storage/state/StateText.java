package io.apfw.storage.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One copy of a small state, as text that a person can read:
 *
 * <pre>
 * apfw-state=1
 * kind=journal
 * generation=17
 * phase=TRIAL
 * …
 * sha256=64 hex digits over every byte above this line
 * </pre>
 *
 * Lines end in LF; the rest of the copy is filled with LF. Keys are lower-case letters, digits, dot
 * and hyphen; values are anything without a control character. A reader takes the keys it knows and
 * leaves the others, so that an older agent reads what a newer one wrote; {@code apfw-state}
 * changes only when that stops being possible. Source: ours.
 *
 * @param kind what the state is, so that one file is never taken for another
 * @param generation grows by one with each write, from 1
 * @param values the keys and values in the order written
 */
public record StateText(String kind, long generation, Map<String, String> values) {
  private static final String FORMAT = "1";
  private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
  private static final String CHECKSUM_KEY = "sha256=";
  private static final int CHECKSUM_LINE_BYTES = CHECKSUM_KEY.length() + 64 + 1;

  /** Keeps the order of the values. */
  public StateText {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The text with its checksum, without fill.
   *
   * @throws IllegalArgumentException for a key or value that the format cannot hold: a bug of the
   *     caller
   */
  byte[] format() {
    StringBuilder text = new StringBuilder();
    line(text, "apfw-state", FORMAT);
    line(text, "kind", kind);
    line(text, "generation", Long.toString(generation));
    values.forEach((key, value) -> line(text, key, value));
    String checksum = sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    return text.append(CHECKSUM_KEY)
        .append(checksum)
        .append('\n')
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String key, String value) {
    if (!KEY.matcher(key).matches() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a state file cannot hold " + key + "=" + value);
    }
    text.append(key).append('=').append(value).append('\n');
  }

  /** Reads one copy; empty when it is torn, damaged or of another kind or format. */
  static Optional<StateText> parse(byte[] copy, String kind) {
    int end = copy.length;
    while (end > 0 && copy[end - 1] == '\n') {
      end--;
    }
    int bodyBytes = end + 1 - CHECKSUM_LINE_BYTES;
    if (end == copy.length || bodyBytes <= 0) {
      return Optional.empty();
    }
    String text = new String(copy, 0, bodyBytes, StandardCharsets.UTF_8);
    String checksum = new String(copy, bodyBytes, end - bodyBytes, StandardCharsets.UTF_8);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    if (!checksum.equals(CHECKSUM_KEY + sha256Hex(body)) || !text.endsWith("\n")) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    if (!FORMAT.equals(values.remove("apfw-state")) || !kind.equals(values.remove("kind"))) {
      return Optional.empty();
    }
    try {
      long generation = Long.parseLong(String.valueOf(values.remove("generation")));
      return Optional.of(new StateText(kind, generation, values));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
