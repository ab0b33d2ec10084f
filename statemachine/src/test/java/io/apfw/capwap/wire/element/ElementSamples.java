package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Octets;
import java.util.List;
import java.util.stream.Stream;

/** One element of each kind, with the values of the vectors in elements.hex. */
public final class ElementSamples {
  private static final Octets STATION = Octets.hex("00005e00530a");
  private static final Octets BSSID = Octets.hex("00005e005322");
  private static final QosTag VOICE = new QosTag(6, 46);
  private static final QosTag VIDEO = new QosTag(5, 34);
  private static final QosTag BEST_EFFORT = new QosTag(0, 0);
  private static final QosTag BACKGROUND = new QosTag(1, 8);

  private ElementSamples() {}

  /** All of them. */
  public static Stream<MessageElement> all() {
    return Stream.of(sessions(), reports(), versions(), radios(), wlans()).flatMap(s -> s);
  }

  /** Addresses, names, timers, images. */
  private static Stream<MessageElement> sessions() {
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
        new VendorSpecificPayload(32473, 151, Octets.hex("01")));
  }

  /** Stations, reports and what is only carried. */
  private static Stream<MessageElement> reports() {
    return Stream.of(
        new AcIpv6List(List.of("2001:db8::1", "2001:db8::1:2")),
        new AcTimestamp(3_927_287_296L),
        new AddMacAclEntry(List.of(Octets.hex("00005e00530a"), Octets.hex("00005efffe00530b"))),
        new AddStation(1, STATION, "v10"),
        new DataTransferData(
            DataTransferData.LAST, DataTransferMode.CRASH_DATA, Octets.utf8("panic\n")),
        new DataTransferMode(DataTransferMode.MEMORY_DUMP),
        new DecryptionErrorReport(1, List.of(STATION)),
        new DeleteMacAclEntry(List.of(STATION)),
        new DeleteStation(2, Octets.hex("00005efffe00530b")),
        new DuplicateIpv4Address(
            "192.0.2.10", DuplicateIpv4Address.DETECTED, Octets.hex("00005e005302")),
        new DuplicateIpv6Address(
            "fe80::200:5eff:fe00:5301", DuplicateIpv6Address.CLEARED, Octets.hex("00005e005302")),
        new MtuDiscoveryPadding(5),
        new WtpRadioStatistics(1, WtpRadioStatistics.HARDWARE_FAILURE, 1, 2, 3, 4, 5, 6, 7, 8, -95),
        new UnknownElement(46, Octets.hex("010203")));
  }

  /** What the WTP says about itself. */
  private static Stream<MessageElement> versions() {
    return Stream.of(
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
        new WtpRebootStatistics(1, 2, 3, 4, 5, 6, 7, WtpRebootStatistics.AC_INITIATED),
        new WtpStaticIpAddressInformation("192.0.2.10", "255.255.255.0", "192.0.2.1", 1));
  }

  /** Radios of RFC 5416. */
  private static Stream<MessageElement> radios() {
    return Stream.of(
        new Antenna(1, 1, 4, Octets.hex("0102")),
        new DirectSequenceControl(1, 11, 4, -80),
        new MacOperation(1, 2347, 7, 4, 2346, 512, 513),
        new MultiDomainCapability(1, 36, 4, 23),
        new OfdmControl(2, 36, 3, 1000),
        new RateSet(1, Octets.hex("82848b960c121824")),
        new Statistics(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
        new SupportedRates(2, Octets.hex("8c18")),
        new TxPower(1, 100),
        new TxPowerLevel(1, List.of(100, 50)),
        new WtpQualityOfService(
            1,
            WtpQualityOfService.POLICY_8021P | WtpQualityOfService.POLICY_DSCP,
            List.of(
                new WtpQualityOfService.Queue(8, 3, 7, 2, VOICE),
                new WtpQualityOfService.Queue(16, 7, 15, 2, VIDEO),
                new WtpQualityOfService.Queue(32, 15, 1023, 3, BEST_EFFORT),
                new WtpQualityOfService.Queue(32, 15, 1023, 7, BACKGROUND))),
        new WtpRadioConfiguration(
            1, 1, 16, 2, Octets.hex("00005e005320"), 100, Octets.hex("44452000")),
        new WtpRadioFailAlarmIndication(
            1, WtpRadioFailAlarmIndication.TRANSMITTER, WtpRadioFailAlarmIndication.FAILED),
        new WtpRadioInformation(
            1,
            WtpRadioInformation.TYPE_B | WtpRadioInformation.TYPE_G | WtpRadioInformation.TYPE_N));
  }

  /** WLANs and stations of RFC 5416. */
  private static Stream<MessageElement> wlans() {
    return Stream.of(
        new AddWlan(
            1,
            2,
            0x8820,
            1,
            AddWlan.KEY_PER_STATION,
            new Secret(Octets.hex("0f0e0d0c0b0a09080706050403020100")),
            Octets.hex("00000000002a"),
            2,
            0,
            1,
            2,
            1,
            Octets.utf8("guests")),
        new AssignedWtpBssid(1, 2, BSSID),
        new DeleteWlan(1, 2),
        new InformationElement(1, 2, true, false, Octets.hex("03010b")),
        new MicCountermeasures(1, 2, STATION),
        new RsnaErrorReportFromStation(STATION, BSSID, 1, 2, 1, 2, 3, 4, 5, 4294967295L),
        new Station(1, 7, STATION, 0x8411, 2, Octets.hex("82848b96")),
        new StationQosProfile(STATION, 5),
        new StationSessionKey(
            STATION,
            true,
            false,
            Octets.hex("000000000001"),
            Octets.hex("000000000002"),
            new Secret(Octets.hex("000102030405060708090a0b0c0d0e0f"))),
        new UpdateStationQos(1, STATION, List.of(VOICE, VIDEO, BEST_EFFORT, BACKGROUND)),
        new UpdateWlan(
            1, 2, 0x8800, 0, AddWlan.KEY_STATIC_WEP, new Secret(Octets.hex("0102030405"))));
  }
}
