package io.apfw.agent.discovery;

import io.apfw.agent.config.AgentConfig.HostAndPort;
import io.apfw.capwap.wtp.Candidate.Source;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of {@code controller.addresses}: a name stands for all its addresses, which are equal
 * in preference; a multicast address, or the broadcast address of all networks or of one of this
 * AP's subnets, stands for whoever answers. One of IPv6's link-local scope without a zone, such as
 * {@code ff02::18c}, is asked on every link.
 */
final class ConfiguredSource implements ControllerSource {
  private final HostAndPort entry;
  private final int dataPort;
  private final Names names;
  private final Links links;

  ConfiguredSource(HostAndPort entry, int dataPort, Names names, Links links) {
    this.entry = entry;
    this.dataPort = dataPort;
    this.names = names;
    this.links = links;
  }

  @Override
  public String name() {
    return "configured " + entry.host();
  }

  @Override
  public List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    for (InetAddress address : names.addresses(entry.host())) {
      Source source = many(address) ? Source.UNKNOWN : Source.STATIC;
      for (InetAddress one : onLinks(address)) {
        places.add(new Place(one, entry.port(), dataPort, source, 0));
      }
    }
    return places;
  }

  /** Without a zone the system cannot tell which link is meant. */
  private List<InetAddress> onLinks(InetAddress address) throws IOException {
    if (!(address instanceof Inet6Address group)
        || !group.isMCLinkLocal()
        || group.getScopeId() > 0) {
      return List.of(address);
    }
    List<InetAddress> scoped = new ArrayList<>();
    for (int zone : links.multicastZones()) {
      scoped.add(Inet6Address.getByAddress(null, group.getAddress(), zone));
    }
    return scoped;
  }

  private boolean many(InetAddress address) throws IOException {
    return address.isMulticastAddress()
        || (address instanceof Inet4Address
            && (address.getHostAddress().equals("255.255.255.255")
                || links.broadcasts().contains(address)));
  }
}
