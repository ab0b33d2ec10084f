package io.apfw.agent.discovery;

import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.OutOfBoundsException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Controllers in what a DHCP client left behind, in either of two forms.
 *
 * <p>ISC dhclient's lease file: {@code option capwap-ac-v4}, {@code option dhcp6.capwap-ac-v6}, or
 * {@code unknown-138} and {@code dhcp6.unknown-52} in colon-separated hexadecimal. The last lease
 * of each interface counts, interfaces in the order of their names. Whether it has expired is the
 * client's business: the AP's clock may not be set.
 *
 * <p>Lines of {@code name=value}, as a hook writes them and systemd-networkd keeps them: {@code
 * capwap_ac}, {@code capwap_ac_v4}, {@code capwap_ac_v6}, with {@code new_} or {@code dhcp6_}
 * before it, or {@code opt138}, {@code opt52}, {@code OPTION_138}. The value is addresses with
 * blanks or commas between them, or hexadecimal digits without anything between.
 */
final class LeaseFile {
  private static final int CONTROLLERS_MAX = 16;
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final Pattern LEASE = Pattern.compile("(?m)^\\s*(lease6?)\\s*\\{");
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*+\"");
  private static final Pattern INTERFACE = Pattern.compile("interface\\s+\"([^\"]{1,64})\"");
  private static final Pattern OPTION =
      Pattern.compile(
          "option\\s+(capwap-ac-v4|dhcp6\\.capwap-ac(?:-v6)?|unknown-138|dhcp6\\.unknown-52)"
              + "\\s+([^;\\n]{1,1024});");
  private static final Pattern SETTING =
      Pattern.compile(
          "(?m)^\\s*(?:export\\s+)?"
              + "((?:new_)?(?:dhcp6_)?capwap_ac(?:_v[46])?|opt138|opt52|OPTION_138)"
              + "=(['\"]?)([0-9a-fA-F:., ]{0,1024})\\2\\s*$");
  private static final Pattern HEX_DIGITS = Pattern.compile("(?:[0-9a-fA-F]{8})+");
  private static final Pattern HEX_COLONS =
      Pattern.compile("[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2})*");

  private LeaseFile() {}

  /**
   * The controllers, in the order of the file, at most {@value #CONTROLLERS_MAX}.
   *
   * @throws IOException naming the value if one of these options is no list of addresses
   */
  static List<InetAddress> controllers(String text) throws IOException {
    Set<InetAddress> controllers = new LinkedHashSet<>();
    if (LEASE.matcher(text).find()) {
      for (String lease : lastLeases(text)) {
        Matcher option = OPTION.matcher(lease);
        while (option.find()) {
          controllers.addAll(option(option.group(1), option.group(2).strip()));
        }
      }
    } else {
      Matcher setting = SETTING.matcher(text);
      while (setting.find()) {
        controllers.addAll(setting(setting.group(1), setting.group(3).strip()));
      }
    }
    return controllers.stream().limit(CONTROLLERS_MAX).toList();
  }

  private static Iterable<String> lastLeases(String text) {
    Map<String, String> leases = new TreeMap<>();
    Matcher begin = LEASE.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      int end = end(text, begin.end());
      if (end < 0) {
        break; // Not written to its end yet.
      }
      String lease = text.substring(begin.end(), end);
      Matcher name = INTERFACE.matcher(lease);
      leases.put(begin.group(1) + ' ' + (name.find() ? name.group(1) : ""), lease);
      at = end;
    }
    return leases.values();
  }

  /** Where the block that begins here ends; -1 if it does not. */
  private static int end(String text, int from) {
    Matcher quoted = QUOTED.matcher(text);
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted.region(i, text.length()).lookingAt()) {
        i = quoted.end() - 1;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static List<InetAddress> option(String name, String value) throws IOException {
    if (!name.contains("unknown")) {
      return addresses(name, value);
    }
    if (!HEX_COLONS.matcher(value).matches()) {
      throw bad(name, value);
    }
    StringBuilder digits = new StringBuilder();
    for (String octet : value.split(":", -1)) {
      digits.append(octet.length() == 1 ? "0" : "").append(octet);
    }
    return bytes(name, digits.toString(), name.startsWith("dhcp6") ? V6_BYTES : V4_BYTES);
  }

  private static List<InetAddress> setting(String name, String value) throws IOException {
    boolean v6 = name.endsWith("52") || name.endsWith("v6") || name.contains("dhcp6");
    return HEX_DIGITS.matcher(value).matches()
        ? bytes(name, value, v6 ? V6_BYTES : V4_BYTES)
        : addresses(name, value);
  }

  private static List<InetAddress> addresses(String name, String value) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : value.split("[,\\s]+", -1)) {
      if (!text.isEmpty()) {
        try {
          Octets octets = text.indexOf(':') >= 0 ? IpText.v6(text) : IpText.v4(text);
          addresses.add(unicast(name, octets));
        } catch (OutOfBoundsException e) {
          throw bad(name, value);
        }
      }
    }
    return addresses;
  }

  private static List<InetAddress> bytes(String name, String digits, int each) throws IOException {
    if (digits.length() % (2 * each) != 0) {
      throw bad(name, digits);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (int at = 0; at < digits.length(); at += 2 * each) {
      String one = digits.substring(at, at + 2 * each).toLowerCase(Locale.ROOT);
      addresses.add(unicast(name, Octets.hex(one)));
    }
    return addresses;
  }

  private static InetAddress unicast(String name, Octets octets) throws IOException {
    InetAddress address = InetAddress.getByAddress(octets.toArray());
    if (address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || address.getHostAddress().equals("255.255.255.255")) {
      throw bad(name, address.getHostAddress());
    }
    return address;
  }

  private static IOException bad(String name, String value) {
    return new IOException(name + " '" + value + "': a list of IPv4 or IPv6 addresses is expected");
  }
}
