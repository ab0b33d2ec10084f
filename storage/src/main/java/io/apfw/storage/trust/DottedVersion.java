package io.apfw.storage.trust;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An agent's version, {@code 1.2.3} or {@code 1.2.3-anything}: compared number by number, missing
 * numbers are 0, what follows a hyphen is not compared.
 */
record DottedVersion(List<Integer> numbers) implements Comparable<DottedVersion> {
  static final Pattern FORM =
      Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){0,5}(-[0-9A-Za-z.]{1,32})?");

  static DottedVersion parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(text + " is not a version such as 1.2.3");
    }
    String plain = text.split("-", 2)[0];
    return new DottedVersion(Arrays.stream(plain.split("\\.", -1)).map(Integer::valueOf).toList());
  }

  @Override
  public int compareTo(DottedVersion other) {
    int longest = Math.max(numbers.size(), other.numbers.size());
    for (int i = 0; i < longest; i++) {
      int difference = Integer.compare(number(i), other.number(i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private int number(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }
}
