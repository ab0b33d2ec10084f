package io.apfw.capwap.wire.message;

import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Vectors;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.AcTimestamp;
import io.apfw.capwap.wire.element.AddMacAclEntry;
import io.apfw.capwap.wire.element.AddStation;
import io.apfw.capwap.wire.element.AddWlan;
import io.apfw.capwap.wire.element.AssignedWtpBssid;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.DuplicateIpv4Address;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InformationElement;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.RadioAdministrativeState;
import io.apfw.capwap.wire.element.RadioOperationalState;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.Secret;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.Station;
import io.apfw.capwap.wire.element.StationSessionKey;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MessageVectorsTest {
  private static final WtpRebootStatistics REBOOTS =
      new WtpRebootStatistics(1, 2, 3, 4, 5, 6, 7, WtpRebootStatistics.AC_INITIATED);
  private static final WtpRadioInformation RADIO = new WtpRadioInformation(1, 13);
  private static final Octets STATION = Octets.hex("00005e00530a");
  private static final Secret KEY = new Secret(Octets.hex("000102030405060708090a0b0c0d0e0f"));
  private static final InformationElement RSN =
      new InformationElement(
          1, 1, true, true, Octets.hex("30140100000fac040100000fac040100000fac020000"));
  private static final ImageIdentifier WANTED = new ImageIdentifier(32473, "17.9.4.27");

  static final List<String> FRAMES = Vectors.CONTROL_FRAMES;

  @ParameterizedTest
  @FieldSource("FRAMES")
  void whatIsReadIsWrittenAgainByteForByte(String name) {
    byte[] frame = Vectors.frame(name);
    CapwapPacket packet = value(CapwapPacket.decode(Octets.of(frame)));
    Decoded decoded = value(ControlMessageCodec.decode(packet.payload()));
    Octets again = ControlMessageCodec.encode(decoded.sequence(), decoded.message());
    assertThat(new CapwapPacket(packet.header(), again).encode()).isEqualTo(frame);
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void theFuzzCorpusBeginsWithTheFrame(String name) throws IOException {
    try (InputStream seed =
        MessageVectorsTest.class.getResourceAsStream("DecoderFuzzTestInputs/datagram/" + name)) {
      assertThat(seed).hasBinaryContent(Vectors.frame(name));
    }
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void theFramesKeepTheGrammar(String name) {
    ControlMessage message = decode(name).message();
    assertThat(MessageGrammar.of(message.type()).orElseThrow().violations(message)).isEmpty();
    assertThat(MessageGrammar.check(message)).isEmpty();
  }

  @Test
  void joinRequest() {
    Decoded decoded = decode("join-request");
    JoinRequest join = (JoinRequest) decoded.message();
    assertThat(decoded.sequence()).isEqualTo(1);
    assertThat(join.isRequest()).isTrue();
    assertThat(join.sessionId())
        .contains(new SessionId(Octets.hex("00112233445566778899aabbccddeeff")));
    assertThat(join.wtpName().orElseThrow().name()).isEqualTo("AP-01");
    assertThat(join.locationData().orElseThrow().location()).isEqualTo("Next to Fridge");
    assertThat(join.maximumMessageLength().orElseThrow().bytes()).isEqualTo(1496);
    assertThat(join.wtpDescriptor().orElseThrow().first(WtpDescriptor.ACTIVE_SOFTWARE))
        .contains("17.3.3.26");
  }

  @Test
  void joinResponse() {
    JoinResponse join = (JoinResponse) decode("join-response").message();
    assertThat(join.isRequest()).isFalse();
    assertThat(join.resultCode()).contains(ResultCode.SUCCESS);
    assertThat(join.imageIdentifier()).contains(WANTED);
    assertThat(join.acDescriptor().orElseThrow().softwareVersion()).contains("17.9.4.27");
    assertThat(join.acDescriptor().orElseThrow().allowsClearData()).isTrue();
    assertThat(join.acDescriptor().orElseThrow().allowsDtlsData()).isTrue();
    assertThat(join.controlIpv4Addresses())
        .containsExactly(new CapwapControlIpv4Address("172.16.4.26", 1));
  }

  @Test
  void discovery() {
    DiscoveryRequest request = (DiscoveryRequest) decode("discovery-request").message();
    assertThat(request.discoveryType().orElseThrow().source()).isEqualTo(1);
    DiscoveryResponse response = (DiscoveryResponse) decode("discovery-response").message();
    assertThat(response.acName()).contains(new AcName("drill-ac"));
    assertThat(decode("primary-discovery-request").message())
        .isEqualTo(new PrimaryDiscoveryRequest(request.elements()));
    assertThat(decode("primary-discovery-response").message())
        .isEqualTo(new PrimaryDiscoveryResponse(response.elements()));
  }

  @Test
  void imageData() {
    assertThat(decode("image-data-request-initiate"))
        .isEqualTo(
            new Decoded(
                2,
                new ImageDataRequest(new ImageIdentifier(32473, "ap1g8"), new InitiateDownload())));
    assertThat(decode("image-data-response-information"))
        .isEqualTo(
            new Decoded(
                2,
                new ImageDataResponse(
                    ResultCode.SUCCESS,
                    new ImageInformation(
                        70_512_640, Octets.hex("d41d8cd98f00b204e9800998ecf8427e")))));
    assertThat(decode("image-data-request-data"))
        .isEqualTo(new Decoded(0, new ImageDataRequest(new ImageData(1, Octets.utf8("apfw-im")))));
    assertThat(decode("image-data-request-last"))
        .isEqualTo(new Decoded(255, new ImageDataRequest(new ImageData(2, Octets.hex("00ff80")))));
    assertThat(decode("image-data-request-abort"))
        .isEqualTo(new Decoded(16, new ImageDataRequest(new ImageData(5, Octets.EMPTY))));
    assertThat(decode("image-data-response"))
        .isEqualTo(new Decoded(0, new ImageDataResponse(ResultCode.IMAGE_CHECKSUM)));
  }

  @Test
  void configuration() {
    assertThat(decode("configuration-status-request"))
        .isEqualTo(
            new Decoded(
                3,
                new ConfigurationStatusRequest(
                    new AcName("drill-ac"),
                    new RadioAdministrativeState(0xff, 1),
                    new RadioAdministrativeState(1, 1),
                    new StatisticsTimer(120),
                    REBOOTS,
                    RADIO)));
    assertThat(decode("configuration-update-request"))
        .isEqualTo(
            new Decoded(
                2,
                new ConfigurationUpdateRequest(
                    WANTED,
                    new AcTimestamp(3_927_287_296L),
                    new AddMacAclEntry(List.of(STATION)),
                    new StatisticsTimer(60))));
    assertThat(decode("configuration-update-response"))
        .isEqualTo(
            new Decoded(
                2,
                new ConfigurationUpdateResponse(
                    ResultCode.IMAGE_ALREADY_PRESENT, new RadioOperationalState(1, 1, 0))));
    assertThat(decode("clear-configuration-request"))
        .isEqualTo(new Decoded(9, new ClearConfigurationRequest()));
    assertThat(decode("clear-configuration-response"))
        .isEqualTo(new Decoded(9, new ClearConfigurationResponse(ResultCode.SUCCESS)));
    ConfigurationStatusResponse response =
        (ConfigurationStatusResponse) decode("configuration-status-response").message();
    assertThat(response.capwapTimers().orElseThrow().echoRequestSeconds()).isEqualTo(30);
    assertThat(response.idleTimeout().orElseThrow().seconds()).isEqualTo(300);
    assertThat(response.acIpv4List().orElseThrow().addresses()).containsExactly("172.16.4.26");
  }

  @Test
  void eventsAndReset() {
    assertThat(decode("change-state-event-request"))
        .isEqualTo(
            new Decoded(
                4,
                new ChangeStateEventRequest(
                    new RadioOperationalState(1, 1, 0), ResultCode.SUCCESS)));
    assertThat(decode("change-state-event-response"))
        .isEqualTo(new Decoded(4, new ChangeStateEventResponse()));
    assertThat(decode("echo-request")).isEqualTo(new Decoded(5, new EchoRequest()));
    assertThat(decode("echo-response"))
        .isEqualTo(
            new Decoded(
                5, new EchoResponse(new VendorSpecificPayload(32473, 151, Octets.hex("01")))));
    assertThat(decode("wtp-event-request"))
        .isEqualTo(
            new Decoded(
                6,
                new WtpEventRequest(
                    REBOOTS,
                    new DuplicateIpv4Address(
                        "192.0.2.10", DuplicateIpv4Address.DETECTED, Octets.hex("00005e005302")))));
    assertThat(decode("wtp-event-response")).isEqualTo(new Decoded(6, new WtpEventResponse()));
    assertThat(decode("reset-request")).isEqualTo(new Decoded(1, new ResetRequest(WANTED)));
    assertThat(decode("reset-response"))
        .isEqualTo(new Decoded(1, new ResetResponse(ResultCode.SUCCESS)));
  }

  @Test
  void dataTransfer() {
    Octets panic = Octets.utf8("panic\n");
    assertThat(decode("data-transfer-request-mode"))
        .isEqualTo(
            new Decoded(
                7, new DataTransferRequest(new DataTransferMode(DataTransferMode.CRASH_DATA))));
    assertThat(decode("data-transfer-request-data"))
        .isEqualTo(
            new Decoded(
                8,
                new DataTransferRequest(
                    new DataTransferData(
                        DataTransferData.DATA, DataTransferMode.CRASH_DATA, panic))));
    assertThat(decode("data-transfer-response"))
        .isEqualTo(new Decoded(7, new DataTransferResponse(ResultCode.NO_INFORMATION_TO_TRANSFER)));
  }

  @Test
  void stationsAndWlans() {
    assertThat(decode("station-configuration-request"))
        .isEqualTo(
            new Decoded(
                10,
                new StationConfigurationRequest(
                    new AddStation(1, STATION, "v10"),
                    new Station(1, 1, STATION, 0x8411, 1, Octets.hex("82848b960c121824")),
                    new StationSessionKey(
                        STATION,
                        false,
                        true,
                        Octets.hex("000000000001"),
                        Octets.hex("000000000002"),
                        KEY),
                    RSN)));
    assertThat(decode("station-configuration-response"))
        .isEqualTo(new Decoded(10, new StationConfigurationResponse(ResultCode.SUCCESS)));
    WlanConfigurationRequest request =
        (WlanConfigurationRequest) decode("wlan-configuration-request").message();
    assertThat(request.type()).isEqualTo(3398913);
    assertThat(request)
        .isEqualTo(
            new WlanConfigurationRequest(
                new AddWlan(
                    1,
                    1,
                    0x8820,
                    1,
                    AddWlan.KEY_PER_STATION,
                    KEY,
                    Octets.hex("000000000000"),
                    0,
                    0,
                    0,
                    0,
                    1,
                    Octets.utf8("drill")),
                RSN));
    assertThat(decode("wlan-configuration-response"))
        .isEqualTo(
            new Decoded(
                11,
                new WlanConfigurationResponse(
                    ResultCode.SUCCESS, new AssignedWtpBssid(1, 1, Octets.hex("00005e005321")))));
  }

  @Test
  void everyKindOfMessageHasAFrame() {
    List<String> kinds =
        Arrays.stream(ControlMessage.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .filter(kind -> !kind.equals("UnknownMessage"))
            .toList();
    assertThat(FRAMES.stream().map(name -> decode(name).message().getClass().getSimpleName()))
        .containsAll(kinds);
  }

  private static Decoded decode(String name) {
    CapwapPacket packet = value(CapwapPacket.decode(Octets.of(Vectors.frame(name))));
    return value(ControlMessageCodec.decode(packet.payload()));
  }
}
