package io.apfw.agent.discovery;

import io.apfw.capwap.wtp.Candidate.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * DNS SRV, RFC 5415 section 3.3: {@code _capwap-control._udp} of a domain. The data channel's port
 * is the next one after the control channel's. A target without an address is passed over as long
 * as another one has one.
 */
final class SrvSource implements ControllerSource {
  private static final int PORT_MAX = 0xffff;
  private final String service;
  private final Names names;
  private final long seed;

  /**
   * @param seed from which the choices by weight follow
   */
  SrvSource(String domain, Names names, long seed) {
    this.seed = seed;
    this.service = "_capwap-control._udp." + domain;
    this.names = names;
  }

  @Override
  public String name() {
    return "DNS " + service;
  }

  @Override
  public List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    IOException unresolved = null;
    for (SrvOrder.Ranked ranked : SrvOrder.of(names.services(service), seed)) {
      Names.Service found = ranked.service();
      try {
        for (InetAddress address : names.addresses(found.target())) {
          places.add(
              new Place(
                  address,
                  found.port(),
                  Math.min(found.port() + 1, PORT_MAX),
                  Source.DNS,
                  ranked.order()));
        }
      } catch (IOException e) {
        unresolved = e;
      }
    }
    if (places.isEmpty() && unresolved != null) {
      throw unresolved;
    }
    return places;
  }
}
