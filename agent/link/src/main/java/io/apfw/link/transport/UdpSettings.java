package io.apfw.link.transport;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How the two sockets are opened.
 *
 * @param localAddress the address to bind, always to a port of the system's choice; null: all
 * @param multicastHops TTL or hop limit of multicast datagrams, 1 to 255
 * @param receiveBufferBytes SO_RCVBUF asked of the system; 0: the system's default
 */
public record UdpSettings(
    @Nullable InetAddress localAddress, int multicastHops, int receiveBufferBytes) {
  public UdpSettings {
    if (receiveBufferBytes < 0) {
      throw new IllegalArgumentException(
          "receiveBufferBytes " + receiveBufferBytes + ": 0 or more");
    }
  }
}
