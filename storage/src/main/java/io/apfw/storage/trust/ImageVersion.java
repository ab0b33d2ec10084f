package io.apfw.storage.trust;

import java.util.Comparator;

/**
 * The order of image versions, {@code 17.9.4.27}: part by part between dots, hyphens and
 * underscores; numbers as numbers, before words; a missing part is 0. Source: ours.
 */
final class ImageVersion {
  private static final Comparator<String> NUMBERS =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private ImageVersion() {}

  static int compare(String a, String b) {
    String[] left = a.split("[._-]", -1);
    String[] right = b.split("[._-]", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int difference = comparePart(part(left, i), part(right, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static String part(String[] parts, int index) {
    return index < parts.length ? parts[index] : "0";
  }

  private static int comparePart(String a, String b) {
    boolean number = isNumber(a);
    if (number != isNumber(b)) {
      return number ? -1 : 1;
    }
    return number ? NUMBERS.compare(plain(a), plain(b)) : a.compareTo(b);
  }

  private static boolean isNumber(String part) {
    return part.matches("[0-9]+");
  }

  private static String plain(String number) {
    return number.replaceFirst("^0+(?=.)", "");
  }
}
