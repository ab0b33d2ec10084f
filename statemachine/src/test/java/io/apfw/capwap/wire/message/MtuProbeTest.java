package io.apfw.capwap.wire.message;

import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MtuProbeTest {
  private static final DiscoveryRequest REQUEST =
      new DiscoveryRequest(decode("discovery-request").elements());

  @Test
  void theVectorIsARequestFilledUpTo200Bytes() {
    assertThat(MtuProbe.padded(REQUEST, 200)).isEqualTo(decode("discovery-request-mtu"));
  }

  /** 172 bytes are the request (168) and an empty padding. */
  @ParameterizedTest
  @ValueSource(ints = {172, 173, 576 - MtuProbe.IPV4_UDP_BYTES, 1500 - MtuProbe.IPV6_UDP_BYTES})
  void thePacketIsAsLongAsAsked(int bytes) {
    PrimaryDiscoveryRequest probe =
        MtuProbe.padded(new PrimaryDiscoveryRequest(REQUEST.elements()), bytes);
    Octets message = ControlMessageCodec.encode(0, probe);
    assertThat(new CapwapPacket(CapwapHeader.control(), message).encode()).hasSize(bytes);
    assertThat(MessageGrammar.check(probe)).isEmpty();
  }

  @Test
  void aProbeMadeOfAProbeIsPaddedOnce() {
    DiscoveryRequest again = MtuProbe.padded(MtuProbe.padded(REQUEST, 1400), 200);
    assertThat(again).isEqualTo(MtuProbe.padded(REQUEST, 200));
  }

  @Test
  void aLengthThatTheRequestExceedsIsRefused() {
    assertThatThrownBy(() -> MtuProbe.padded(REQUEST, 171))
        .hasMessage("bytes of the MTU probe 171: 172 to 65535");
  }

  private static ControlMessage decode(String name) {
    CapwapPacket packet = value(CapwapPacket.decode(Octets.of(Vectors.frame(name))));
    return value(ControlMessageCodec.decode(packet.payload())).message();
  }
}
