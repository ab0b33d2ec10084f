package io.apfw.drills.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them. */
final class Quantity {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}) ?(ms|s|min|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,11}) ?(B|KiB|MiB|)");
  private static final Pattern PART = Pattern.compile("(100|\\d{1,2})(?:\\.(\\d))? ?%");

  private Quantity() {}

  static boolean isTime(String text) {
    return TIME.matcher(text).matches();
  }

  static boolean isSize(String text) {
    return SIZE.matcher(text).matches();
  }

  /** None above 100 %. */
  static boolean isPart(String text) {
    return PART.matcher(text).matches() && perMille(text) <= 1_000;
  }

  static Duration time(String text) {
    Matcher parts = parts(TIME, text);
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  static long bytes(String text) {
    Matcher parts = parts(SIZE, text);
    int doublings =
        switch (parts.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 0;
        };
    return Long.parseLong(parts.group(1)) << doublings;
  }

  static int perMille(String text) {
    Matcher parts = parts(PART, text);
    String tenth = parts.group(2) == null ? "0" : parts.group(2);
    return 10 * Integer.parseInt(parts.group(1)) + Integer.parseInt(tenth);
  }

  private static Matcher parts(Pattern pattern, String text) {
    Matcher parts = pattern.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    return parts;
  }
}
