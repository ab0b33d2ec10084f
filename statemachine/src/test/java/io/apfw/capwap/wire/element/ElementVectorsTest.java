package io.apfw.capwap.wire.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.WireReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementVectorsTest {
  private static final Map<String, byte[]> VECTORS = Vectors.sections("elements");

  static Stream<MessageElement> elements() {
    return Stream.of(
        new AcDescriptor(
            5,
            1000,
            1,
            100,
            AcDescriptor.SECURITY_X509,
            2,
            AcDescriptor.POLICY_DTLS | AcDescriptor.POLICY_CLEAR,
            List.of(
                new AcDescriptor.Information(
                    0, AcDescriptor.Information.HARDWARE_VERSION, Octets.utf8("hw")),
                new AcDescriptor.Information(
                    0, AcDescriptor.Information.SOFTWARE_VERSION, Octets.utf8("17.9.4.27")))),
        new AcIpv4List(List.of("172.16.4.26", "192.0.2.1")),
        new AcName("drill-ac"),
        new AcNameWithPriority(1, "drill-ac"),
        new CapwapControlIpv4Address("172.16.4.26", 1),
        new CapwapControlIpv6Address("2001:db8::1", 65535),
        new CapwapLocalIpv4Address("192.0.2.10"),
        new CapwapLocalIpv6Address("fe80::200:5eff:fe00:5301"),
        new CapwapTimers(20, 30),
        new CapwapTransportProtocol(CapwapTransportProtocol.UDP),
        new DecryptionErrorReportPeriod(1, 120),
        new DiscoveryType(DiscoveryType.AC_REFERRAL),
        new EcnSupport(EcnSupport.FULL_AND_LIMITED),
        new IdleTimeout(4294967295L),
        new ImageData(1, Octets.hex("00ff80")),
        new ImageIdentifier(32473, "17.9.4.27"),
        new ImageInformation(70_512_640, Octets.hex("d41d8cd98f00b204e9800998ecf8427e")),
        new InitiateDownload(),
        new LocationData("Next to Fridge"),
        new MaximumMessageLength(1496),
        new RadioAdministrativeState(
            RadioAdministrativeState.WHOLE_WTP, RadioAdministrativeState.DISABLED),
        new RadioOperationalState(
            1, RadioOperationalState.DISABLED, RadioOperationalState.CAUSE_ADMINISTRATIVE),
        ResultCode.IMAGE_ALREADY_PRESENT,
        new ReturnedMessageElement(
            ReturnedMessageElement.UNKNOWN_ELEMENT, Octets.hex("0fff00012a")),
        new SessionId(Octets.hex("00112233445566778899aabbccddeeff")),
        new StatisticsTimer(120),
        new UnknownElement(21, Octets.hex("c000020a010600005e005302")),
        new VendorSpecificPayload(32473, 151, Octets.hex("01")),
        new WtpBoardData(
            32473,
            List.of(
                WtpBoardData.Value.text(WtpBoardData.MODEL, "AP1G8-DRILL"),
                WtpBoardData.Value.text(WtpBoardData.SERIAL, "FOC24340ABC"),
                new WtpBoardData.Value(WtpBoardData.BASE_MAC, Octets.hex("00005e005301")))),
        new WtpDescriptor(
            2,
            2,
            List.of(new WtpDescriptor.Encryption(1, 1)),
            List.of(
                WtpDescriptor.Version.of(WtpDescriptor.HARDWARE, "1.0"),
                WtpDescriptor.Version.of(WtpDescriptor.ACTIVE_SOFTWARE, "17.3.3.26"),
                WtpDescriptor.Version.of(WtpDescriptor.BOOT, "1.1.2.4"),
                WtpDescriptor.Version.of(WtpDescriptor.OTHER_SOFTWARE, "8.10.130.0"))),
        new WtpFallback(WtpFallback.DISABLED),
        new WtpFrameTunnelMode(
            WtpFrameTunnelMode.NATIVE
                | WtpFrameTunnelMode.ETHERNET
                | WtpFrameTunnelMode.LOCAL_BRIDGING),
        new WtpMacType(WtpMacType.BOTH),
        new WtpName("AP-\u00e91"),
        new WtpRadioInformation(
            1,
            WtpRadioInformation.TYPE_B | WtpRadioInformation.TYPE_G | WtpRadioInformation.TYPE_N),
        new WtpRebootStatistics(1, 2, 3, 4, 5, 6, 7, WtpRebootStatistics.AC_INITIATED),
        new WtpStaticIpAddressInformation("192.0.2.10", "255.255.255.0", "192.0.2.1", 1));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void readsAndWritesTheVector(MessageElement expected) throws MalformedException {
    byte[] vector = vector(expected);
    WireReader in = new WireReader(Octets.of(vector));

    assertThat(ElementCodec.read(in)).isEqualTo(expected);
    assertThat(in.remaining()).isZero();
    assertThat(ElementCodec.encode(expected).toArray()).isEqualTo(vector);
  }

  @Test
  void everyKindOfElementHasAVector() {
    List<String> kinds =
        Arrays.stream(MessageElement.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();
    assertThat(VECTORS.keySet()).containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(elements().map(element -> element.getClass().getSimpleName()).toList())
        .containsExactlyInAnyOrderElementsOf(kinds);
  }

  /** A body one byte short or long is refused unless the element's own length is free. */
  @ParameterizedTest
  @MethodSource("elements")
  void aBodyOfTheWrongLengthIsMalformedOrAnotherValue(MessageElement element) {
    byte[] vector = vector(element);
    Map<String, byte[]> wrong = new TreeMap<>();
    wrong.put("long", withLength(Arrays.copyOf(vector, vector.length + 1)));
    if (vector.length > ElementCodec.FRAME_BYTES) {
      wrong.put("short", withLength(Arrays.copyOf(vector, vector.length - 1)));
    }
    wrong.forEach(
        (how, bytes) -> {
          try {
            MessageElement read = ElementCodec.read(new WireReader(Octets.of(bytes)));
            assertThat(read).as(how).isNotEqualTo(element);
            assertThat(ElementCodec.encode(read).toArray()).as(how).isEqualTo(bytes);
          } catch (MalformedException e) {
            assertThat(e.reason()).as(how).contains(element.getClass().getSimpleName());
          }
        });
  }

  private static byte[] vector(MessageElement element) {
    return Optional.ofNullable(VECTORS.get(element.getClass().getSimpleName())).orElseThrow();
  }

  private static byte[] withLength(byte[] element) {
    int length = element.length - ElementCodec.FRAME_BYTES;
    element[2] = (byte) (length >>> 8);
    element[3] = (byte) length;
    return element;
  }
}
