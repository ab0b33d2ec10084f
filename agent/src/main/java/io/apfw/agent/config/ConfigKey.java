package io.apfw.agent.config;

import java.util.List;

/**
 * One line of the schema.
 *
 * @param path dotted: section and name
 * @param type what kind of value
 * @param unit of a number, "" if it has none; the last word of a key's name is its unit
 * @param min the least number, or the fewest bytes or items
 * @param max the greatest number, or the most bytes or items
 * @param choices the words of a CHOICE, else empty
 * @param fallback the default as one would write it in the file; "" for none
 * @param required whether the file must have it
 * @param meaning one sentence or two for the person who fills in the file
 */
public record ConfigKey(
    String path,
    ConfigType type,
    String unit,
    long min,
    long max,
    List<String> choices,
    String fallback,
    boolean required,
    String meaning) {
  public ConfigKey {
    choices = List.copyOf(choices);
  }

  /** What may stand there, for an error message. */
  public String allowed() {
    String words = type.words();
    return switch (type) {
      case NUMBER ->
          words + " from " + min + " to " + max + (unit.isEmpty() ? "" : " (" + unit + ')');
      case TEXT -> words + " of " + min + " to " + max + " bytes on one line";
      case TEXTS, PATHS, ENDPOINTS, PAIRS -> words + ", " + min + " to " + max + " of them";
      case CHOICE -> words + ' ' + String.join(", ", choices);
      case SWITCH, PATH, FILE, MAC, RADIOS -> words;
    };
  }

  String section() {
    return path.substring(0, path.lastIndexOf('.'));
  }

  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
