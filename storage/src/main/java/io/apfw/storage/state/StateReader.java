package io.apfw.storage.state;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads typed values out of a {@link StateText}; each complaint names the key and the value. */
public final class StateReader {
  private final String source;
  private final Map<String, String> values;

  /**
   * A reader.
   *
   * @param source the file or device, for messages
   */
  public StateReader(String source, StateText state) {
    this.source = source;
    this.values = state.values();
  }

  /** The value of a key that may be missing or empty. */
  public Optional<String> optional(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /** The text of a key, empty when missing. */
  public String text(String key) {
    return optional(key).orElse("");
  }

  /** A whole number, not negative; 0 when missing. */
  public long number(String key) throws IOException {
    String value = optional(key).orElse("0");
    if (!value.matches("[0-9]{1,18}")) {
      throw bad(key, value, "a whole number");
    }
    return Long.parseLong(value);
  }

  /** An instant in ISO 8601. */
  public Optional<Instant> instant(String key) throws IOException {
    Optional<String> value = optional(key);
    try {
      return value.map(Instant::parse);
    } catch (DateTimeException e) {
      throw bad(key, value.orElse(""), "an instant such as 2026-01-01T00:00:00Z");
    }
  }

  /** The complaint about a value. */
  public IOException bad(String key, String value, String allowed) {
    return new IOException(source + ": " + key + "=" + value + " is not " + allowed);
  }
}
