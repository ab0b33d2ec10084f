package io.apfw.agent.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this AP is connected to; asked anew for every search, for interfaces come and go. */
interface Links {
  /** The system's. */
  Links SYSTEM = new OfTheSystem();

  /**
   * The broadcast addresses of the subnets, IPv4 all of them.
   *
   * @throws IOException if the system does not say
   */
  Set<InetAddress> broadcasts() throws IOException;

  /**
   * The numbers of the interfaces that reach IPv6 neighbours by multicast, ascending.
   *
   * @throws IOException if the system does not say
   */
  List<Integer> multicastZones() throws IOException;

  /** Of the interfaces of this network namespace. */
  final class OfTheSystem implements Links {
    private OfTheSystem() {}

    @Override
    public Set<InetAddress> broadcasts() throws IOException {
      return NetworkInterface.networkInterfaces()
          .flatMap(device -> device.getInterfaceAddresses().stream())
          .filter(OfTheSystem::ofManyHosts)
          .map(InterfaceAddress::getBroadcast)
          .collect(Collectors.toSet());
    }

    /** An address that is a subnet by itself may have itself for a broadcast address. */
    private static boolean ofManyHosts(InterfaceAddress address) {
      return address.getBroadcast() != null && !address.getBroadcast().equals(address.getAddress());
    }

    @Override
    public List<Integer> multicastZones() throws IOException {
      try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
        return all.filter(OfTheSystem::reachesNeighbours)
            .map(NetworkInterface::getIndex)
            .sorted()
            .toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private static boolean reachesNeighbours(NetworkInterface device) {
      try {
        return device.isUp()
            && device.supportsMulticast()
            && device.inetAddresses().anyMatch(Inet6Address.class::isInstance);
      } catch (SocketException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
