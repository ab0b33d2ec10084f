package io.apfw.agent.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Names of hosts and services. May block for the resolver's time. */
interface Names {

  /**
   * A service's record, RFC 2782.
   *
   * @param priority 0 to 65535, the lowest first
   * @param weight 0 to 65535, the share of the choices among those of one priority
   * @param port 1 to 65535
   * @param target the host, without the final dot
   */
  record Service(int priority, int weight, int port, String target) {}

  /**
   * The addresses of a host name or a literal, IPv4 and IPv6, never none.
   *
   * @throws IOException if there is none, or no answer
   */
  List<InetAddress> addresses(String host) throws IOException;

  /**
   * The SRV records of a name, in any order; empty when it has none.
   *
   * @throws IOException if there is no answer, or one that is no SRV record
   */
  List<Service> services(String name) throws IOException;
}
