package io.apfw.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wtp.Candidate.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5417 in what DHCP clients leave behind. */
class LeaseFileTest {
  private static String sample(String name) throws IOException {
    try (InputStream in =
        LeaseFileTest.class.getResourceAsStream("/io/apfw/vectors/dhcp/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static List<String> controllers(String text) throws IOException {
    return LeaseFile.controllers(text).stream().map(InetAddress::getHostAddress).toList();
  }

  @Test
  void theLastLeaseOfEachInterfaceCountsInItsOrder() throws IOException {
    assertThat(controllers(sample("dhclient.leases")))
        .containsExactly("192.0.2.12", "192.0.2.11", "198.51.100.10");
  }

  @Test
  void anOptionWithoutANameIsHexadecimalAndALeaseThatIsBeingWrittenIsNotThereYet()
      throws IOException {
    assertThat(controllers(sample("dhclient-unknown.leases")))
        .containsExactly("192.0.2.12", "192.0.2.11");
  }

  @Test
  void option52NamesIpv6Controllers() throws IOException {
    assertThat(controllers(sample("dhclient6.leases")))
        .containsExactly("2001:db8:0:0:0:0:0:10", "2001:db8:0:0:0:0:0:11", "2001:db8:0:0:0:0:0:12");
  }

  @Test
  void aHooksLinesMayBeListsOrHexadecimal() throws IOException {
    assertThat(controllers(sample("hook.env")))
        .containsExactly("192.0.2.12", "192.0.2.11", "2001:db8:0:0:0:0:0:10", "192.0.2.99");
    assertThat(controllers(sample("networkd.lease"))).containsExactly("192.0.2.12", "192.0.2.11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capwap_ac=192.0.2.300",
        "capwap_ac=0.0.0.0",
        "capwap_ac=224.0.1.140",
        "capwap_ac=255.255.255.255",
        "capwap_ac_v6=2001:db8::1::2",
        "capwap_ac_v6=c0000201",
        "lease {\n option capwap-ac-v4 ac.example.net;\n}",
        "lease {\n option unknown-138 c0:0:2;\n}",
        "lease {\n option unknown-138 \"x\";\n}"
      })
  void whatIsNoListOfControllersIsNamed(String text) {
    assertThatThrownBy(() -> LeaseFile.controllers(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a list of IPv4 or IPv6 addresses is expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lease",
        "lease {",
        "capwap_ac=",
        "capwap_ac=$(reboot)",
        "not_capwap_ac=192.0.2.1"
      })
  void whatSaysNothingNamesNobody(String text) throws IOException {
    assertThat(controllers(text)).isEmpty();
  }

  @Test
  void theNumberOfControllersIsBounded() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append("capwap_ac=192.0.2.").append(i).append('\n');
    }
    assertThat(controllers(text.toString())).hasSize(16);
  }

  @Test
  void ofALongFileTheEndIsReadAndWithoutAFileThereIsNoLease(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("leases");
    assertThat(new DhcpSource(file).places()).isEmpty();

    Files.writeString(file, sample("dhclient.leases").repeat(300));
    assertThat(Files.size(file)).isGreaterThan(2L * DhcpSource.FILE_BYTES_MAX);
    List<Place> places = new DhcpSource(file).places();
    assertThat(places).extracting(Place::order).containsExactly(0, 1, 2);
    assertThat(places.get(0))
        .isEqualTo(new Place(InetAddress.getByName("192.0.2.12"), 5246, 5247, Source.DHCP, 0));
  }
}
