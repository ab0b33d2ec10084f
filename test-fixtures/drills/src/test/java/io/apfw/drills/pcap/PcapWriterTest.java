package io.apfw.drills.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.Octets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapWriterTest {
  private static final InetSocketAddress WTP = new InetSocketAddress("192.0.2.10", 40000);
  private static final InetSocketAddress AC = new InetSocketAddress("192.0.2.1", 5246);
  private static final Instant NOON = Instant.ofEpochSecond(0x666b2760L, 123_456_789);

  @TempDir Path directory;

  @Test
  void aFileOfOneDatagram() throws IOException {
    Path file = directory.resolve("one.pcap");
    try (PcapWriter pcap = PcapWriter.open(file, 1_000)) {
      pcap.write(NOON, WTP, AC, Octets.hex("0102"));
    }
    assertThat(Octets.of(Files.readAllBytes(file)))
        .isEqualTo(
            hex(
                // magic, version 2.4, zone, accuracy, longest packet, Ethernet
                "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001",
                // seconds, microseconds, 44 bytes captured of 44
                "666b2760 0001e240 0000002c 0000002c",
                "020000000002 020000000001 0800",
                // IPv4 of 30 bytes, do not fragment, UDP; the other words fold to 493c
                "45 00 001e 0000 4000 40 11 b6c3",
                "c000020a c0000201",
                "9c40 147e 000a 0000 0102"));
  }

  @Test
  void whatFindsNoRoomIsCounted() throws IOException {
    Path file = directory.resolve("full.pcap");
    int room = PcapWriter.FILE_HEADER_BYTES + PcapWriter.PACKET_HEADER_BYTES + 4;
    try (PcapWriter pcap = PcapWriter.open(file, room)) {
      pcap.write(NOON, WTP, AC, Octets.hex("0102030405"));
      pcap.write(NOON, WTP, AC, Octets.hex("01020304"));
      pcap.write(NOON, WTP, AC, Octets.EMPTY);
      assertThat(pcap.omitted()).isEqualTo(2);
    }
    assertThat(file).hasSize(room);
  }

  @Test
  void otherAddressesAndLongerPayloadsAreRefused() throws IOException {
    try (PcapWriter pcap = PcapWriter.open(directory.resolve("none.pcap"), 1_000)) {
      InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 1);
      assertThatThrownBy(() -> pcap.write(NOON, ipv6, AC, Octets.EMPTY))
          .hasMessageContaining("a resolved IPv4 address");
      assertThatThrownBy(() -> pcap.write(NOON, WTP, AC, Octets.wrap(new byte[65_508])))
          .hasMessage("pcap payload of 65508 bytes: at most 65507");
    }
  }

  private static Octets hex(String... parts) {
    return Octets.hex(String.join("", parts).replace(" ", ""));
  }
}
