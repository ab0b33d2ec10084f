package io.apfw.capwap.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OctetsTest {
  @Test
  void slicesEqualCopiesByContent() {
    Octets slice = Octets.hex("00010203ff").slice(1, 3);
    assertThat(slice).isEqualTo(Octets.hex("010203")).hasSameHashCodeAs(Octets.hex("010203"));
    assertThat(slice).isNotEqualTo(Octets.hex("0102"));
    assertThat(slice.skip(1)).isEqualTo(Octets.hex("0203"));
    assertThat(slice.toArray()).containsExactly(1, 2, 3);
    assertThat(slice.at(2)).isEqualTo(3);
  }

  @Test
  void nobodyOutsideChangesTheBytes() {
    byte[] source = {1, 2};
    Octets octets = Octets.of(source);
    source[0] = 9;
    octets.toArray()[1] = 9;
    assertThat(octets).isEqualTo(Octets.hex("0102"));
    assertThatThrownBy(() -> octets.asBuffer().put((byte) 9))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aCopyLeavesTheBufferWhereItWas() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
    assertThat(Octets.copyOf(buffer)).isEqualTo(Octets.hex("0203"));
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void theTextIsShort() {
    assertThat(Octets.wrap(new byte[1377])).hasToString("1377:" + "00".repeat(16) + "...");
    assertThat(Octets.hex("ab")).hasToString("1:ab");
  }

  @Test
  void nothingOutsideTheWindowCanBeReached() {
    Octets window = Octets.hex("000102").slice(1, 1);
    assertThatThrownBy(() -> window.at(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> window.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> window.slice(1, Integer.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> window.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, ::",
    "00000000000000000000000000000001, ::1",
    "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
    "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
    "00010000000000000000000000000000, 1::",
    "ffffffffffffffffffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void ipv6TextIsThatOfRfc5952(String hex, String text) {
    assertThat(IpText.v6(Octets.hex(hex))).isEqualTo(text);
    assertThat(IpText.v6(text)).isEqualTo(Octets.hex(hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.x", "1..2.3"})
  void badIpv4TextIsRefused(String text) {
    assertThatThrownBy(() -> IpText.v4(text)).hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::1.2.3.4", "12345::"})
  void badIpv6TextIsRefused(String text) {
    assertThatThrownBy(() -> IpText.v6(text)).hasMessageContaining("'" + text + "'");
  }
}
