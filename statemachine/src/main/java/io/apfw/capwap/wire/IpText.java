package io.apfw.capwap.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Addresses between their bytes and their usual text; names are never resolved. */
public final class IpText {
  private static final int GROUPS = 8;

  private IpText() {}

  /** 4 bytes as dotted decimals. */
  public static String v4(Octets address) {
    Bounds.length("IPv4 address", address.length(), 4, 4);
    return address.at(0) + "." + address.at(1) + "." + address.at(2) + "." + address.at(3);
  }

  /** The 4 bytes of dotted decimals. */
  public static Octets v4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[4];
    boolean good = parts.length == 4;
    for (int i = 0; good && i < 4; i++) {
      good = parts[i].matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(parts[i]) <= 0xff;
      bytes[i] = good ? (byte) Integer.parseInt(parts[i]) : 0;
    }
    if (!good) {
      throw new OutOfBoundsException("IPv4 address '" + text + "': four numbers of 0 to 255");
    }
    return Octets.wrap(bytes);
  }

  /** 16 bytes as RFC 5952 writes them, the longest run of zero groups shortened. */
  public static String v6(Octets address) {
    Bounds.length("IPv6 address", address.length(), 16, 16);
    int bestStart = GROUPS;
    int bestLength = 1;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && group(address, end) == 0) {
        end++;
      }
      if (end - start > bestLength) {
        bestStart = start;
        bestLength = end - start;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
      } else {
        boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(group(address, i)));
      }
    }
    return text.toString();
  }

  /** The 16 bytes of an IPv6 literal in hexadecimal groups; no zone, no embedded IPv4. */
  public static Octets v6(String text) {
    int gap = text.indexOf("::");
    List<String> head = groups(gap < 0 ? text : text.substring(0, gap));
    List<String> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
    int given = head.size() + tail.size();
    List<String> all = new ArrayList<>(head);
    if (gap >= 0 && given < GROUPS) {
      all.addAll(Collections.nCopies(GROUPS - given, "0"));
    }
    all.addAll(tail);
    if (all.size() != GROUPS || !all.stream().allMatch(g -> g.matches("[0-9a-fA-F]{1,4}"))) {
      throw new OutOfBoundsException(
          "IPv6 address '" + text + "': eight groups of hexadecimal digits, one :: allowed");
    }
    WireWriter out = new WireWriter("IPv6 address", 16);
    all.forEach(g -> out.u16(Integer.parseInt(g, 16)));
    return Octets.wrap(out.toArray());
  }

  private static List<String> groups(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
  }

  private static int group(Octets address, int index) {
    return address.at(2 * index) << 8 | address.at(2 * index + 1);
  }
}
