package io.apfw.drills.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.message.DataChannelKeepAlive;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's dissector reads what our codec writes, and reads the same. */
@Tag("interop")
class TsharkInteropTest {
  private static final InetSocketAddress WTP = new InetSocketAddress("192.0.2.10", 40000);
  private static final InetSocketAddress CONTROL = new InetSocketAddress("192.0.2.1", 5246);
  private static final InetSocketAddress DATA = new InetSocketAddress("192.0.2.1", 5247);

  /** What Wireshark says of an element that it knows by type and length only. */
  private static final String NO_DISSECTOR =
      "Dissector for CAPWAP Message Element \\([^)]*\\) type not implemented,"
          + " Contact Wireshark developers if you want this supported,?";

  @TempDir Path directory;

  @Test
  void everyMessageAndElementIsReadAsItWasMeant() throws IOException, InterruptedException {
    List<String> expected = new ArrayList<>();
    Path capture = directory.resolve("control.pcap");
    try (PcapWriter pcap = PcapWriter.open(capture, 1 << 20)) {
      for (Frames.Sent sent : Frames.all()) {
        for (CapwapPacket packet : sent.packets()) {
          pcap.write(Instant.EPOCH, WTP, CONTROL, Octets.wrap(packet.encode()));
        }
        for (int i = 1; i < sent.packets().size(); i++) {
          expected.add("|||");
        }
        expected.add(line(sent));
      }
    }
    String[] fields =
        fields(
            "capwap.control.header.message_type",
            "capwap.message_element.type",
            "_ws.malformed",
            "_ws.expert.message");
    assertThat(Tshark.read(capture, fields))
        .map(line -> line.replaceAll(NO_DISSECTOR, ""))
        .isEqualTo(expected);
    assertThat(Tshark.read(capture, "-V"))
        .anyMatch(line -> line.contains("SSID: guests"))
        .noneMatch(line -> line.contains("Malformed"));
  }

  @Test
  void aKeepAliveIsReadAsItWasMeant() throws IOException, InterruptedException {
    Path capture = directory.resolve("data.pcap");
    Octets id = Octets.hex("00112233445566778899aabbccddeeff");
    DataChannelKeepAlive keepAlive = new DataChannelKeepAlive(new SessionId(id));
    try (PcapWriter pcap = PcapWriter.open(capture, 10_000)) {
      pcap.write(Instant.EPOCH, WTP, DATA, Octets.wrap(keepAlive.toPacket().encode()));
    }
    assertThat(
            Tshark.read(
                capture,
                fields(
                    "capwap.header.flags.k",
                    "capwap.message_element.type",
                    "_ws.malformed",
                    "_ws.expert.message")))
        .containsExactly("1|35||");
  }

  /** Message type and element types, and nothing to complain about. */
  private static String line(Frames.Sent sent) {
    String elements =
        sent.message().elements().stream()
            .map(MessageElement::type)
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return Integer.toUnsignedString(sent.message().type()) + "|" + elements + "||";
  }

  private static String[] fields(String... names) {
    List<String> options = new ArrayList<>(List.of("-T", "fields", "-E", "separator=|"));
    for (String name : names) {
      options.add("-e");
      options.add(name);
    }
    return options.toArray(new String[0]);
  }
}
