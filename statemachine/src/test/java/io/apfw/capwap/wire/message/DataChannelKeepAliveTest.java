package io.apfw.capwap.wire.message;

import static io.apfw.capwap.wire.ParsedAssert.reason;
import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.element.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataChannelKeepAliveTest {
  private static final String ID = "00112233445566778899aabbccddeeff";
  private static final DataChannelKeepAlive KEEP_ALIVE =
      new DataChannelKeepAlive(new SessionId(Octets.hex(ID)));

  @Test
  void readsAndWritesTheVector() {
    byte[] frame = Vectors.frame("data-channel-keep-alive");
    CapwapPacket packet = value(CapwapPacket.decode(Octets.of(frame)));
    assertThat(value(DataChannelKeepAlive.decode(packet))).isEqualTo(KEEP_ALIVE);
    assertThat(KEEP_ALIVE.toPacket().encode()).isEqualTo(frame);
  }

  @Test
  void aCountOfTheElementsAloneIsReadToo() {
    assertThat(value(DataChannelKeepAlive.decode(keepAlive("001400230010" + ID))))
        .isEqualTo(KEEP_ALIVE);
  }

  @Test
  void otherElementsMayComeFirst() {
    assertThat(value(DataChannelKeepAlive.decode(keepAlive("001a0fff000000230010" + ID))))
        .isEqualTo(KEEP_ALIVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00 | Message Element Length needs 2 bytes, 1 are left",
        "0002 | a keep-alive without Session ID",
        "0009 | Message Element Length 9: the packet carries 0 bytes",
        "000a0023000400112233 | Session ID needs 16 bytes, 4 are left",
      })
  void malformedKeepAlivesAreValues(String payload, String reason) {
    assertThat(reason(DataChannelKeepAlive.decode(keepAlive(payload)))).contains(reason);
  }

  @Test
  void aPacketWithoutTheKFlagIsNone() {
    CapwapPacket data = new CapwapPacket(CapwapHeader.control(), KEEP_ALIVE.toPacket().payload());
    assertThat(reason(DataChannelKeepAlive.decode(data))).contains("K flag is not set");
  }

  private static CapwapPacket keepAlive(String payload) {
    return new CapwapPacket(CapwapHeader.dataKeepAlive(), Octets.hex(payload));
  }
}
