package io.apfw.capwap.wire;

import static org.assertj.core.api.Assertions.assertThat;

/** Opens a {@link Parsed} in a test. */
public final class ParsedAssert {
  private ParsedAssert() {}

  /** The value, or a failure that prints the reason. */
  public static <T> T value(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Value<T> value) {
      return value.value();
    }
    throw new AssertionError("not a value: " + parsed);
  }

  /** The reason, or a failure that prints the value. */
  public static <T> String reason(Parsed<T> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Malformed.class);
    return ((Parsed.Malformed<T>) parsed).reason();
  }
}
