package io.apfw.drills.check;

import java.util.regex.Pattern;

/**
 * A line that a log must have.
 *
 * @param name what people call it
 * @param pattern to be found within the line
 */
public record Anchor(String name, Pattern pattern) {
  /** An anchor by its regular expression. */
  public static Anchor of(String name, String regex) {
    return new Anchor(name, Pattern.compile(regex));
  }

  boolean in(String line) {
    return pattern.matcher(line).find();
  }
}
