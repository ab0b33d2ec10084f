package io.apfw.agent.discovery;

import io.apfw.agent.config.AgentConfig.HostAndPort;
import io.apfw.capwap.wtp.Candidate.Source;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of {@code controller.addresses}: a name stands for all its addresses, which are equal
 * in preference; a broadcast or multicast address stands for whoever answers.
 */
final class ConfiguredSource implements ControllerSource {
  private final HostAndPort entry;
  private final int dataPort;
  private final Names names;

  ConfiguredSource(HostAndPort entry, int dataPort, Names names) {
    this.entry = entry;
    this.dataPort = dataPort;
    this.names = names;
  }

  @Override
  public String name() {
    return "configured " + entry.host();
  }

  @Override
  public List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    for (InetAddress address : names.addresses(entry.host())) {
      places.add(
          new Place(
              address, entry.port(), dataPort, many(address) ? Source.UNKNOWN : Source.STATIC, 0));
    }
    return places;
  }

  private static boolean many(InetAddress address) {
    return address.isMulticastAddress()
        || (address instanceof Inet4Address && address.getHostAddress().equals("255.255.255.255"));
  }
}
