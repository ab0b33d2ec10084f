package io.apfw.cloud;

/**
 * The order of versions such as {@code 17.9.4.27} and {@code 6.5.0.0-4.3.0.0}: number by number
 * between dots, dashes and underscores; a missing number is 0. Parts that are no numbers compare as
 * text and come before numbers.
 */
final class VersionOrder {
  private VersionOrder() {}

  static int compare(String one, String other) {
    String[] left = one.split("[._-]", -1);
    String[] right = other.split("[._-]", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = parts(i < left.length ? left[i] : "0", i < right.length ? right[i] : "0");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int parts(String left, String right) {
    boolean leftNumber = number(left);
    boolean rightNumber = number(right);
    if (leftNumber && rightNumber) {
      String a = left.replaceFirst("^0+(?=.)", "");
      String b = right.replaceFirst("^0+(?=.)", "");
      return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }
    return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? 1 : -1;
  }

  private static boolean number(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
