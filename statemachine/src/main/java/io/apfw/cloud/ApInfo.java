package io.apfw.cloud;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One access point as the cloud is told of it: the value of X-Ap-Info, and a line of the body for
 * each further AP of the cluster.
 *
 * @param serial such as {@code CK0028642}
 * @param mac with colons, such as {@code ac:a3:1e:c5:9a:6e}
 * @param model such as {@code AP-215}
 */
public record ApInfo(String serial, String mac, String model) {
  private static final Pattern TEXT = Pattern.compile("[!-+\\--~]{1,64}");
  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
  private static final Pattern LINE = Pattern.compile("([^,]*), *([^,]*), *([^,]*)");

  public ApInfo {
    if (!TEXT.matcher(serial).matches() || !TEXT.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "serial '%s' and model '%s': 1 to 64 visible ASCII characters but a comma"
              .formatted(serial, model));
    }
    if (!MAC.matcher(mac).matches()) {
      throw new IllegalArgumentException("MAC '" + mac + "': six pairs of hex digits with colons");
    }
  }

  /**
   * An AP with its MAC in another form.
   *
   * @param macDigits 12 hexadecimal digits
   * @throws IllegalArgumentException if a part cannot be sent
   */
  public static ApInfo of(String serial, String macDigits, String model) {
    return new ApInfo(serial, macDigits.replaceAll("(?<=.)(?=(?:..)+$)", ":"), model);
  }

  /** Reads what {@link #line} writes; empty for anything else. */
  public static Optional<ApInfo> parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ApInfo(parts.group(1), parts.group(2).toLowerCase(Locale.ROOT), parts.group(3)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code serial, mac, model}. */
  public String line() {
    return serial + ", " + mac + ", " + model;
  }
}
