package io.apfw.agent.discovery;

import io.apfw.agent.config.AgentConfig;
import io.apfw.agent.config.AgentConfig.HostAndPort;
import io.apfw.capwap.wtp.Ac;
import io.apfw.capwap.wtp.AcBook;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Candidate.Source;
import io.apfw.capwap.wtp.Endpoint;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.transport.IpLiteral;
import io.apfw.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Looks in all places where the configuration says that controllers may be found, on a thread of
 * its own, and tells the WTP machine. Configured ones come first, then those of DHCP, then those of
 * DNS, and whoever answers a broadcast or multicast last.
 */
public final class ControllerFinder implements AutoCloseable {

  /** Hears of what was found, on the finder's thread. */
  public interface Events {
    /** An event for the WTP machine. */
    void on(WtpEvent event);

    /** Something an operator may want to see. */
    void say(Report report);
  }

  private static final int PORT_MAX = 0xffff;
  private static final int ORDERS_OF_A_SOURCE = 1 << 16;
  private static final int ORDER_OF_MANY = Integer.MAX_VALUE - 1;

  private final List<ControllerSource> sources;
  private final Optional<InetAddress> localAddress;
  private final Events events;
  private final Map<String, List<Place>> known = new HashMap<>();
  private final Map<String, String> told = new HashMap<>();
  private volatile List<Endpoint> referred = List.of();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "apfw-finder");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Finds nothing until it is asked.
   *
   * @param localAddress the one address that the sockets are bound to; empty: any
   */
  ControllerFinder(
      List<ControllerSource> sources, Optional<InetAddress> localAddress, Events events) {
    this.sources = List.copyOf(sources);
    this.localAddress = localAddress;
    this.events = events;
  }

  /**
   * The finder that the configuration describes.
   *
   * @param seed a random number, from which the choices among SRV records follow
   * @throws IOException if it names no source, or {@code udp.localAddress} is no address
   */
  public static ControllerFinder of(AgentConfig config, Events events, long seed)
      throws IOException {
    Names names = new DnsNames(config.discovery().dnsServers());
    List<ControllerSource> sources = new ArrayList<>();
    for (HostAndPort entry : config.controller().addresses()) {
      sources.add(new ConfiguredSource(entry, config.controller().dataPort(), names, Links.SYSTEM));
    }
    config.discovery().dhcpFiles().forEach(file -> sources.add(new DhcpSource(file)));
    config.discovery().srvDomain().ifPresent(d -> sources.add(new SrvSource(d, names, seed)));
    if (sources.isEmpty()) {
      throw new IOException(
          "controller.addresses, discovery.dhcpFiles and discovery.srvDomain are all empty: set"
              + " one, or no controller can be found");
    }
    Optional<String> local = config.udp().localAddress();
    return new ControllerFinder(
        sources,
        local.isPresent() ? Optional.of(InetAddress.getByName(local.get())) : Optional.empty(),
        events);
  }

  /**
   * Looks, soon, and names those places too, behind all that the sources rank; a second request
   * while the first one waits is the same request.
   */
  public void find(List<Endpoint> also) {
    referred = List.copyOf(also);
    if (asked.compareAndSet(false, true)) {
      worker.execute(
          () -> {
            asked.set(false);
            events.on(new WtpEvent.ControllersFound(candidates()));
          });
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (int rank = 0; rank < sources.size(); rank++) {
      for (Place place : places(sources.get(rank))) {
        add(
            candidates,
            place,
            place.source() == Source.UNKNOWN
                ? ORDER_OF_MANY
                : rank * ORDERS_OF_A_SOURCE + place.order());
      }
    }
    for (Endpoint other : referred) {
      referral(other).ifPresent(place -> add(candidates, place, ORDER_OF_MANY));
    }
    return candidates;
  }

  /** Empty for an address that the JDK does not take. */
  private static Optional<Place> referral(Endpoint other) {
    try {
      InetAddress address = InetAddress.getByName(other.address());
      int data = Math.min(other.port() + 1, PORT_MAX);
      return Optional.of(new Place(address, other.port(), data, Source.REFERRAL, 0));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private void add(List<Candidate> candidates, Place place, int order) {
    Optional<String> local = localAddress(place);
    Endpoint control = new Endpoint(IpLiteral.of(place.address()), place.control());
    boolean known =
        place.source() == Source.REFERRAL
            && candidates.stream().anyMatch(other -> other.ac().control().equals(control));
    if (local.isPresent() && !known && candidates.size() < AcBook.CANDIDATES_MAX) {
      candidates.add(
          new Candidate(new Ac(control, place.data()), place.source(), order, local.get()));
    }
  }

  private List<Place> places(ControllerSource source) {
    try {
      List<Place> places = source.places();
      known.put(source.name(), places);
      tell(
          source,
          places.stream()
              .map(place -> new Endpoint(IpLiteral.of(place.address()), place.control()).toString())
              .collect(Collectors.joining(", ")));
      return places;
    } catch (IOException e) {
      tell(source, "failed, " + e.getMessage());
      return known.getOrDefault(source.name(), List.of());
    }
  }

  private void tell(ControllerSource source, String result) {
    if (!result.equals(told.put(source.name(), result))) {
      events.say(new Report.ControllersLookedUp(source.name(), result.isEmpty() ? "none" : result));
    }
  }

  /** This AP's address towards a place; empty when there is no way to it. */
  private Optional<String> localAddress(Place place) {
    if (localAddress.isPresent()) {
      InetAddress local = localAddress.get();
      return local.getAddress().length == place.address().getAddress().length
          ? Optional.of(IpLiteral.withoutZone(local))
          : Optional.empty();
    }
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.setBroadcast(true);
      // Connecting a UDP socket sends nothing; it only asks the routing table.
      probe.connect(new InetSocketAddress(place.address(), place.control()));
      return Optional.of(IpLiteral.withoutZone(probe.getLocalAddress()));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
