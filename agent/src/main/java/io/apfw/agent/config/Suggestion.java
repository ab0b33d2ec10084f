package io.apfw.agent.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody meant who wrote a key that does not exist. */
final class Suggestion {
  private static final int KEY_CHARS_MAX = 80;

  private Suggestion() {}

  /**
   * Finds the known key that is most like the unknown one: a slip of the fingers, or the right name
   * in the wrong section.
   *
   * @param unknown dotted, or a section's name alone
   */
  static Optional<String> of(String unknown, Collection<String> keys, Collection<String> sections) {
    if (unknown.length() > KEY_CHARS_MAX) {
      return Optional.empty();
    }
    String name = last(unknown);
    Optional<String> elsewhere =
        keys.stream().filter(key -> last(key).equalsIgnoreCase(name)).findFirst();
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    Stream<String> candidates =
        unknown.indexOf('.') < 0 ? Stream.concat(sections.stream(), keys.stream()) : keys.stream();
    return candidates
        .filter(key -> distance(unknown, key) <= 1 + unknown.length() / 6)
        .min(Comparator.comparingInt(key -> distance(unknown, key)));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Insertions, deletions and replacements from one to the other, case aside (Levenshtein). */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
