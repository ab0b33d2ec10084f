package io.apfw.capwap.wtp;

/**
 * A UDP address of an AC.
 *
 * @param address a literal IPv4 or IPv6 address, never a name: a pure machine resolves nothing
 * @param port 1 to 65535
 */
public record Endpoint(String address, int port) {
  public Endpoint {
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + ": 1 to 65535");
    }
  }

  /** Whether the address is that of one host: no broadcast (255.255.255.255) and no multicast. */
  public boolean unicast() {
    if (ipv6()) {
      return !address.regionMatches(true, 0, "ff", 0, 2);
    }
    int first = Integer.parseInt(address.substring(0, address.indexOf('.')));
    return first < 224 || (first > 239 && !address.equals("255.255.255.255"));
  }

  /** Whether the address is one of IPv6. */
  public boolean ipv6() {
    return address.indexOf(':') >= 0;
  }

  @Override
  public String toString() {
    return (address.indexOf(':') >= 0 ? '[' + address + ']' : address) + ':' + port;
  }
}
