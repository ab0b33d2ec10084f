package io.apfw.capwap.wire;

import java.nio.charset.StandardCharsets;

/** The checks that the records' constructors share; all throw {@link OutOfBoundsException}. */
public final class Bounds {
  private Bounds() {}

  /** Holds {@code value} to {@code min..max}, both allowed. */
  public static void range(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new OutOfBoundsException(what + " " + value + ": " + min + " to " + max);
    }
  }

  /** Holds {@code value} to 8 unsigned bits. */
  public static void u8(String what, int value) {
    range(what, value, 0, 0xff);
  }

  /** Holds {@code value} to 16 unsigned bits. */
  public static void u16(String what, int value) {
    range(what, value, 0, 0xffff);
  }

  /** Holds {@code value} to 32 unsigned bits. */
  public static void u32(String what, long value) {
    range(what, value, 0, 0xffff_ffffL);
  }

  /** Holds the UTF-8 form of {@code text} to a length in bytes. */
  public static void text(String what, String text, int minBytes, int maxBytes) {
    length(what, text.getBytes(StandardCharsets.UTF_8).length, minBytes, maxBytes);
  }

  /** Visible ASCII characters only, no space; so many. */
  public static void visible(String what, String text, int min, int max) {
    length(what, text.length(), min, max);
    if (!text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
      throw new OutOfBoundsException(what + ": visible ASCII characters only");
    }
  }

  /** Holds a MAC address to 6 bytes (EUI-48) or 8 (EUI-64). */
  public static void mac(String what, Octets address) {
    if (address.length() != 6 && address.length() != 8) {
      throw new OutOfBoundsException(what + " of " + address.length() + " bytes: 6 or 8 bytes");
    }
  }

  /** Holds a field's length in bytes to {@code minBytes..maxBytes}. */
  public static void length(String what, int bytes, int minBytes, int maxBytes) {
    if (bytes < minBytes || bytes > maxBytes) {
      String allowed =
          minBytes == maxBytes ? minBytes + " bytes" : minBytes + " to " + maxBytes + " bytes";
      throw new OutOfBoundsException(what + " of " + bytes + " bytes: " + allowed);
    }
  }
}
