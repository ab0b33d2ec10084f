package io.apfw.capwap.wire;

import static io.apfw.capwap.wire.ParsedAssert.reason;
import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapwapPacketTest {
  @Test
  void aControlPacketHasTheShortHeader() {
    Octets payload = Octets.hex("0102");
    CapwapPacket packet = new CapwapPacket(CapwapHeader.control(), payload);
    assertThat(Octets.of(packet.encode())).isEqualTo(Octets.hex("00100200000000000102"));
    assertThat(value(CapwapPacket.decode(Octets.of(packet.encode())))).isEqualTo(packet);
  }

  @Test
  void optionalFieldsArePaddedToFourBytes() {
    CapwapPacket packet =
        value(CapwapPacket.decode(Octets.of(Vectors.frame("echo-request-radio-mac"))));
    assertThat(packet.header())
        .isEqualTo(
            new CapwapHeader(
                1,
                CapwapHeader.BINDING_80211,
                false,
                false,
                false,
                false,
                0,
                0,
                Optional.of(Octets.hex("00005e005301")),
                Optional.of(Octets.hex("abcd"))));
    assertThat(packet.encode()).isEqualTo(Vectors.frame("echo-request-radio-mac"));
  }

  /**
   * Bits from the diagram of section 4.3: HLEN 2, RID 31, WBID 31, T F L, K; all bits of offset.
   */
  @Test
  void everyFlagHasItsPlace() {
    CapwapHeader header = value(CapwapPacket.decode(Octets.hex("0017ffc8fffefff8"))).header();
    assertThat(header)
        .isEqualTo(
            new CapwapHeader(
                31,
                31,
                true,
                true,
                true,
                true,
                0xfffe,
                0x1fff,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void reservedBitsAreIgnored() {
    assertThat(CapwapPacket.decode(Octets.hex("0010020700000007")))
        .isEqualTo(CapwapPacket.decode(Octets.hex("0010020000000000")));
  }

  @Test
  void headerFieldsOfTheFutureAreSkipped() {
    CapwapPacket packet = value(CapwapPacket.decode(Octets.hex("0018020000000000ffffffff2a")));
    assertThat(packet.payload()).isEqualTo(Octets.hex("2a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | CAPWAP preamble needs 1 bytes, 0 are left",
        "00100200000000 | Fragment Offset needs 2 bytes, 1 are left",
        "1010020000000000 | version 1: only 0 is known",
        "0210020000000000 | preamble type 2: 0 (CAPWAP) or 1 (DTLS)",
        "0110020000000000 | type 1 (DTLS) where clear text is expected",
        "0008020000000000 | HLEN says 4 bytes: a CAPWAP header has at least 8",
        "0000020000000000 | HLEN says 0 bytes: a CAPWAP header has at least 8",
        "00f8020000000000 | CAPWAP header of HLEN 124 needs 116 bytes, 0 are left",
        "001002100000000006 | Radio MAC Address needs 1 bytes, 0 are left",
        "00180210000000000600005e | Radio MAC Address needs 6 bytes, 3 are left",
        "00180210000000000300005e | Radio MAC Address of 3 bytes: 6 or 8 bytes",
        "0018022000000000ff000000 | Wireless Specific Information needs 255 bytes, 3 are left",
      })
  void aBadHeaderIsMalformed(String hex, String reason) {
    assertThat(reason(CapwapPacket.decode(Octets.hex(hex)))).contains(reason);
  }

  @Test
  void decodeLeavesTheBufferAndCopiesThePayload() {
    byte[] datagram = {9, 0, 0x10, 2, 0, 0, 0, 0, 0, 42, 9};
    ByteBuffer buffer = ByteBuffer.wrap(datagram, 1, 9);
    CapwapPacket packet = value(CapwapPacket.decode(buffer));
    datagram[9] = 0;
    assertThat(packet.payload()).isEqualTo(Octets.of((byte) 42));
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void aHeaderThatCannotBeWrittenCannotBeMade() {
    assertThatThrownBy(() -> CapwapHeader.control().asFragment(0, 0x2000, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Fragment Offset 8192: 0 to 8191");
  }

  @Test
  void thePreambleTellsClearTextFromDtls() {
    assertThat(value(Preamble.of(ByteBuffer.wrap(new byte[] {0})))).isEqualTo(Preamble.CAPWAP);
    assertThat(value(Preamble.of(ByteBuffer.wrap(new byte[] {1})))).isEqualTo(Preamble.DTLS);
    ByteBuffer header = ByteBuffer.allocate(Preamble.DTLS_HEADER_BYTES);
    Preamble.putDtlsHeader(header);
    assertThat(header.array()).containsExactly(1, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x0f, 0x10, 0x11, 0xff})
  void otherPreamblesAreMalformed(int octet) {
    assertThat(reason(Preamble.of(ByteBuffer.wrap(new byte[] {(byte) octet}))))
        .startsWith("CAPWAP preamble");
  }

  @Test
  void anEmptyDatagramHasNoPreamble() {
    assertThat(reason(Preamble.of(ByteBuffer.allocate(0)))).contains("empty datagram");
  }
}
