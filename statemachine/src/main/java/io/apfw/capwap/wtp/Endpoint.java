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

  @Override
  public String toString() {
    return (address.indexOf(':') >= 0 ? '[' + address + ']' : address) + ':' + port;
  }
}
