package io.apfw.link;

import io.apfw.capwap.wtp.Endpoint;
import io.apfw.link.transport.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Between the machine's endpoints and the sockets' addresses; nothing is looked up. */
final class Addresses {
  private Addresses() {}

  static InetSocketAddress of(Endpoint endpoint) {
    try {
      // A literal address: the configuration's edge has resolved names by now.
      return new InetSocketAddress(InetAddress.getByName(endpoint.address()), endpoint.port());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(endpoint + " is not a literal address", e);
    }
  }

  static Endpoint endpoint(InetSocketAddress address) {
    return new Endpoint(IpLiteral.of(address.getAddress()), address.getPort());
  }

  static String text(InetSocketAddress address) {
    return endpoint(address).toString();
  }
}
