package io.apfw.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.apfw.agent.Patience;
import io.apfw.agent.config.AgentConfig.HostAndPort;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Candidate.Source;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.link.transport.IpLiteral;
import io.apfw.report.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every source on real files and a real name server on the loopback. */
class ControllerFinderTest {
  private static final int SEEDS = 64;
  private static final String SERVICE = "_capwap-control._udp.example.net";
  private final BlockingQueue<WtpEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private TestDns dns;
  private Names names;

  @BeforeEach
  void begin() throws IOException {
    dns = new TestDns();
    names = new DnsNames(List.of(dns.address()));
  }

  @AfterEach
  void end() {
    dns.close();
  }

  private ControllerFinder finder(Optional<InetAddress> local, ControllerSource... sources) {
    return new ControllerFinder(
        List.of(sources),
        local,
        new ControllerFinder.Events() {
          @Override
          public void on(WtpEvent event) {
            events.add(event);
          }

          @Override
          public void say(Report report) {
            reports.add(report);
          }
        });
  }

  private List<Candidate> find(ControllerFinder finder) throws InterruptedException {
    finder.find(List.of());
    WtpEvent found = events.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(found).isInstanceOf(WtpEvent.ControllersFound.class);
    return ((WtpEvent.ControllersFound) found).candidates();
  }

  /** The same links at any time, unless the test changes them. */
  private record FixedLinks(Set<InetAddress> broadcasts, List<Integer> multicastZones)
      implements Links {}

  private ControllerSource configured(String host) {
    return configured(host, new FixedLinks(Set.of(), List.of()));
  }

  private ControllerSource configured(String host, Links links) {
    return new ConfiguredSource(new HostAndPort(host, 5246), 5247, names, links);
  }

  @Test
  void configuredGoesBeforeDhcpBeforeDnsBeforeEverybody(@TempDir Path directory) throws Exception {
    Path leases = Files.writeString(directory.resolve("env"), "capwap_ac='127.0.0.3 127.0.0.4'");
    dns.host("b.example.net", "127.0.0.5").service(SERVICE, 10, 6000, "b.example.net");
    try (ControllerFinder finder =
        finder(
            Optional.of(InetAddress.getLoopbackAddress()),
            configured("224.0.1.140"),
            configured("127.0.0.2"),
            new DhcpSource(leases),
            new SrvSource("example.net", names, 1))) {
      List<Candidate> found = find(finder);
      assertThat(found.stream().sorted((a, b) -> a.order() - b.order()))
          .extracting(c -> c.ac().control().toString() + " " + c.ac().dataPort() + " " + c.source())
          .containsExactly(
              "127.0.0.2:5246 5247 STATIC",
              "127.0.0.3:5246 5247 DHCP",
              "127.0.0.4:5246 5247 DHCP",
              "127.0.0.5:6000 6001 DNS",
              "224.0.1.140:5246 5247 UNKNOWN");
      assertThat(found).extracting(Candidate::localAddress).containsOnly("127.0.0.1");
    }
  }

  @Test
  void theBroadcastAddressOfASubnetOfThisApStandsForWhoeverAnswers() throws Exception {
    Set<InetAddress> subnets = new HashSet<>();
    ControllerSource address = configured("10.9.0.255", new FixedLinks(subnets, List.of()));
    assertThat(address.places()).extracting(Place::source).containsExactly(Source.STATIC);
    subnets.add(InetAddress.getByName("10.9.0.255"));
    assertThat(address.places())
        .as("as soon as its interface is up")
        .extracting(Place::source)
        .containsExactly(Source.UNKNOWN);
    assertThat(configured("10.9.0.254", new FixedLinks(subnets, List.of())).places())
        .extracting(Place::source)
        .containsExactly(Source.STATIC);
    try (ControllerFinder finder =
        finder(Optional.of(InetAddress.getLoopbackAddress()), address, configured("10.9.0.1"))) {
      assertThat(find(finder).stream().sorted((a, b) -> a.order() - b.order()))
          .extracting(c -> c.ac().control().address())
          .containsExactly("10.9.0.1", "10.9.0.255");
    }
  }

  @Test
  void aLinkLocalMulticastAddressIsAskedOnEveryLink() throws Exception {
    Links links = new FixedLinks(Set.of(), List.of(2, 5));
    assertThat(configured("ff02::18c", links).places())
        .extracting(place -> IpLiteral.of(place.address()) + " " + place.source())
        .containsExactly("ff02:0:0:0:0:0:0:18c%2 UNKNOWN", "ff02:0:0:0:0:0:0:18c%5 UNKNOWN");
    assertThat(configured("ff05::18c", links).places())
        .extracting(place -> IpLiteral.of(place.address()))
        .containsExactly("ff05:0:0:0:0:0:0:18c");
  }

  @Test
  void aNameStandsForAllItsAddressesInOnePlaceAndIsResolvedAnew() throws Exception {
    dns.host("ac.example.net", "127.0.0.1", "127.0.0.2", "::1");
    try (ControllerFinder finder = finder(Optional.empty(), configured("ac.example.net"))) {
      List<Candidate> found = find(finder);
      assertThat(found)
          .extracting(c -> c.ac().control().address())
          .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "0:0:0:0:0:0:0:1");
      assertThat(found).extracting(Candidate::order).containsOnly(0);
      assertThat(found)
          .filteredOn(c -> c.ac().control().ipv6())
          .extracting(Candidate::localAddress)
          .containsExactly("0:0:0:0:0:0:0:1");

      dns.host("ac.example.net", "127.0.0.9");
      assertThat(find(finder))
          .extracting(c -> c.ac().control().address())
          .containsExactly("127.0.0.9");
    }
  }

  @Test
  void srvRecordsOfOnePriorityAreEqualAndADeadTargetIsPassedOver() throws Exception {
    dns.host("a.example.net", "127.0.0.2").host("b.example.net", "127.0.0.3");
    dns.service(SERVICE, 20, 5246, "a.example.net")
        .service(SERVICE, 10, 5246, "gone.example.net")
        .service(SERVICE, 20, 5246, "b.example.net");
    try (ControllerFinder finder =
        finder(Optional.empty(), new SrvSource("example.net", names, 1))) {
      List<Candidate> found = find(finder);
      assertThat(found).extracting(Candidate::source).containsOnly(Source.DNS);
      assertThat(found).hasSize(2).extracting(Candidate::order).containsOnly(1);
    }
  }

  /** RFC 2782, over messages of a name server: 65000 to 1000, and the seed of the agent decides. */
  @Test
  void theWeightsOfSrvRecordsDecideWhoIsFirst() throws Exception {
    dns.host("heavy.example.net", "127.0.0.2").host("light.example.net", "127.0.0.3");
    dns.service(SERVICE, 10, 1000, 5246, "light.example.net")
        .service(SERVICE, 10, 65_000, 5246, "heavy.example.net");
    assertThat(names.services(SERVICE))
        .extracting(Names.Service::target, Names.Service::weight)
        .containsExactlyInAnyOrder(
            tuple("light.example.net", 1000), tuple("heavy.example.net", 65_000));

    int heavyFirst = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try (ControllerFinder finder =
          finder(Optional.empty(), new SrvSource("example.net", names, seed))) {
        List<Candidate> found = find(finder);
        assertThat(found).extracting(Candidate::order).containsExactlyInAnyOrder(0, 1);
        heavyFirst +=
            found.stream()
                    .filter(c -> c.order() == 0)
                    .allMatch(c -> c.ac().control().address().equals("127.0.0.2"))
                ? 1
                : 0;
      }
    }
    // The seeds are fixed, so that the number is, too: 63 of 64 are to be expected.
    assertThat(heavyFirst).isBetween(SEEDS - 6, SEEDS);
  }

  @Test
  void aSourceThatFailsLeavesWhatItSaidAndTheOthersAndIsToldOnce() throws Exception {
    dns.host("ac.example.net", "127.0.0.2");
    ControllerSource failing = configured("ac.example.net");
    try (ControllerFinder finder = finder(Optional.empty(), failing, configured("127.0.0.3"))) {
      assertThat(find(finder)).hasSize(2);
      dns.host("ac.example.net");
      assertThat(find(finder)).hasSize(2);
      assertThat(find(finder)).hasSize(2);
    }
    assertThat(reports)
        .containsExactly(
            new Report.ControllersLookedUp("configured ac.example.net", "127.0.0.2:5246"),
            new Report.ControllersLookedUp("configured 127.0.0.3", "127.0.0.3:5246"),
            new Report.ControllersLookedUp(
                "configured ac.example.net", "failed, no address for ac.example.net"));
  }

  @Test
  void anAddressOfTheOtherIpVersionThanTheBoundOneIsLeftOut() throws Exception {
    try (ControllerFinder finder =
        finder(
            Optional.of(
                InetAddress.getByAddress(Octets.hex("00000000000000000000000000000001").toArray())),
            configured("127.0.0.1"),
            configured("::1"))) {
      assertThat(find(finder)).singleElement().matches(c -> c.ac().control().ipv6());
    }
  }

  @Test
  void aNameWithoutRecordsNamesNobody() throws Exception {
    assertThat(names.services(SERVICE)).isEmpty();
    dns.service(SERVICE, 0, 5246, "");
    assertThat(names.services(SERVICE)).as("RFC 2782: decidedly not there").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap://127.0.0.1/x", "a/b", "java:comp", "${x}", "-", " "})
  void hostile_aNameIsNeverAUrl(String name) {
    assertThatThrownBy(() -> names.addresses(name)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> names.services(name + "/")).isInstanceOf(IOException.class);
  }
}
