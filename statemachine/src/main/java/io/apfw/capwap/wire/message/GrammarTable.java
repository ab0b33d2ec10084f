package io.apfw.capwap.wire.message;

import static java.util.Map.entry;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcIpv6List;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.AcNameWithPriority;
import io.apfw.capwap.wire.element.AcTimestamp;
import io.apfw.capwap.wire.element.AddMacAclEntry;
import io.apfw.capwap.wire.element.AddStation;
import io.apfw.capwap.wire.element.AddWlan;
import io.apfw.capwap.wire.element.Antenna;
import io.apfw.capwap.wire.element.AssignedWtpBssid;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.CapwapControlIpv6Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv4Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv6Address;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.CapwapTransportProtocol;
import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.DecryptionErrorReport;
import io.apfw.capwap.wire.element.DecryptionErrorReportPeriod;
import io.apfw.capwap.wire.element.DeleteMacAclEntry;
import io.apfw.capwap.wire.element.DeleteStation;
import io.apfw.capwap.wire.element.DeleteWlan;
import io.apfw.capwap.wire.element.DirectSequenceControl;
import io.apfw.capwap.wire.element.DiscoveryType;
import io.apfw.capwap.wire.element.DuplicateIpv4Address;
import io.apfw.capwap.wire.element.DuplicateIpv6Address;
import io.apfw.capwap.wire.element.EcnSupport;
import io.apfw.capwap.wire.element.IdleTimeout;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InformationElement;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.LocationData;
import io.apfw.capwap.wire.element.MacOperation;
import io.apfw.capwap.wire.element.MaximumMessageLength;
import io.apfw.capwap.wire.element.MicCountermeasures;
import io.apfw.capwap.wire.element.MtuDiscoveryPadding;
import io.apfw.capwap.wire.element.MultiDomainCapability;
import io.apfw.capwap.wire.element.OfdmControl;
import io.apfw.capwap.wire.element.RadioAdministrativeState;
import io.apfw.capwap.wire.element.RadioOperationalState;
import io.apfw.capwap.wire.element.RateSet;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import io.apfw.capwap.wire.element.RsnaErrorReportFromStation;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.Station;
import io.apfw.capwap.wire.element.StationQosProfile;
import io.apfw.capwap.wire.element.StationSessionKey;
import io.apfw.capwap.wire.element.Statistics;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.element.SupportedRates;
import io.apfw.capwap.wire.element.TxPower;
import io.apfw.capwap.wire.element.TxPowerLevel;
import io.apfw.capwap.wire.element.UpdateStationQos;
import io.apfw.capwap.wire.element.UpdateWlan;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.element.WtpBoardData;
import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.element.WtpFallback;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.element.WtpQualityOfService;
import io.apfw.capwap.wire.element.WtpRadioConfiguration;
import io.apfw.capwap.wire.element.WtpRadioFailAlarmIndication;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.element.WtpRadioStatistics;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import io.apfw.capwap.wire.element.WtpStaticIpAddressInformation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The 26 grammars of RFC 5415 and the 2 of RFC 5416, section by section. */
final class GrammarTable {
  static final Map<Integer, MessageGrammar> BY_TYPE =
      Stream.of(
              discovery(),
              join(),
              configurationStatus(),
              configurationUpdate(),
              events(),
              image(),
              maintenance(),
              stations(),
              wlans())
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private GrammarTable() {}

  /** Sections 5.1 to 5.4. */
  private static List<Map.Entry<Integer, MessageGrammar>> discovery() {
    return List.of(
        entry(DiscoveryRequest.TYPE, discoveryRequest("Discovery Request")),
        entry(DiscoveryResponse.TYPE, discoveryResponse("Discovery Response")),
        entry(PrimaryDiscoveryRequest.TYPE, discoveryRequest("Primary Discovery Request")),
        entry(PrimaryDiscoveryResponse.TYPE, discoveryResponse("Primary Discovery Response")));
  }

  private static MessageGrammar discoveryRequest(String name) {
    return new GrammarDraft(name)
        .must(DiscoveryType.TYPE, WtpBoardData.TYPE, WtpDescriptor.TYPE)
        .must(WtpFrameTunnelMode.TYPE, WtpMacType.TYPE)
        .mustMany(WtpRadioInformation.TYPE)
        .may(MtuDiscoveryPadding.TYPE)
        .done();
  }

  private static MessageGrammar discoveryResponse(String name) {
    return new GrammarDraft(name)
        .must(AcDescriptor.TYPE, AcName.TYPE)
        .mustMany(WtpRadioInformation.TYPE)
        .mustOneOf(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
        .many(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
        .done();
  }

  /** Sections 6.1 and 6.2. */
  private static List<Map.Entry<Integer, MessageGrammar>> join() {
    return List.of(
        entry(
            JoinRequest.TYPE,
            new GrammarDraft("Join Request")
                .must(LocationData.TYPE, WtpBoardData.TYPE, WtpDescriptor.TYPE, WtpName.TYPE)
                .must(SessionId.TYPE, WtpFrameTunnelMode.TYPE, WtpMacType.TYPE)
                .must(EcnSupport.TYPE)
                .mustMany(WtpRadioInformation.TYPE)
                .mustOneOf(CapwapLocalIpv4Address.TYPE, CapwapLocalIpv6Address.TYPE)
                .may(CapwapTransportProtocol.TYPE, MaximumMessageLength.TYPE)
                .may(WtpRebootStatistics.TYPE)
                .done()),
        entry(
            JoinResponse.TYPE,
            new GrammarDraft("Join Response")
                .must(ResultCode.TYPE, AcDescriptor.TYPE, AcName.TYPE)
                .must(EcnSupport.TYPE)
                .mustMany(WtpRadioInformation.TYPE)
                .mustOneOf(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
                .mustOneOf(CapwapLocalIpv4Address.TYPE, CapwapLocalIpv6Address.TYPE)
                .may(AcIpv4List.TYPE, AcIpv6List.TYPE, CapwapTransportProtocol.TYPE)
                .may(ImageIdentifier.TYPE, MaximumMessageLength.TYPE)
                .many(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
                .done()));
  }

  /** Sections 8.2 and 8.3. */
  private static List<Map.Entry<Integer, MessageGrammar>> configurationStatus() {
    return List.of(
        entry(
            ConfigurationStatusRequest.TYPE,
            new GrammarDraft("Configuration Status Request")
                .must(AcName.TYPE, StatisticsTimer.TYPE, WtpRebootStatistics.TYPE)
                .mustMany(RadioAdministrativeState.TYPE)
                // Listed by RFC 5416 5.7 among what may be there, with a MUST of its own.
                .mustMany(WtpRadioInformation.TYPE)
                .may(AcNameWithPriority.TYPE, CapwapTransportProtocol.TYPE)
                .may(WtpStaticIpAddressInformation.TYPE)
                .many(AcNameWithPriority.TYPE)
                .binding(Antenna.TYPE, DirectSequenceControl.TYPE, MacOperation.TYPE)
                .binding(MultiDomainCapability.TYPE, OfdmControl.TYPE, SupportedRates.TYPE)
                .binding(TxPower.TYPE, TxPowerLevel.TYPE, WtpRadioConfiguration.TYPE)
                .done()),
        entry(
            ConfigurationStatusResponse.TYPE,
            new GrammarDraft("Configuration Status Response")
                .must(CapwapTimers.TYPE, IdleTimeout.TYPE, WtpFallback.TYPE)
                .mustMany(DecryptionErrorReportPeriod.TYPE)
                .mustOneOf(AcIpv4List.TYPE, AcIpv6List.TYPE)
                // The text of section 8.3 speaks of this one, its list forgets it.
                .may(WtpStaticIpAddressInformation.TYPE, RadioOperationalState.TYPE)
                .many(RadioOperationalState.TYPE)
                .binding(Antenna.TYPE, DirectSequenceControl.TYPE, MacOperation.TYPE)
                .binding(MultiDomainCapability.TYPE, OfdmControl.TYPE, RateSet.TYPE)
                .binding(SupportedRates.TYPE, TxPower.TYPE, WtpQualityOfService.TYPE)
                .binding(WtpRadioConfiguration.TYPE)
                .done()));
  }

  /** Sections 8.4 and 8.5. */
  private static List<Map.Entry<Integer, MessageGrammar>> configurationUpdate() {
    return List.of(
        entry(
            ConfigurationUpdateRequest.TYPE,
            new GrammarDraft("Configuration Update Request")
                .may(AcNameWithPriority.TYPE, AcTimestamp.TYPE, AddMacAclEntry.TYPE)
                .may(DecryptionErrorReportPeriod.TYPE, DeleteMacAclEntry.TYPE)
                .may(CapwapTimers.TYPE, IdleTimeout.TYPE)
                .may(LocationData.TYPE, RadioAdministrativeState.TYPE, StatisticsTimer.TYPE)
                .may(WtpFallback.TYPE, WtpName.TYPE, WtpStaticIpAddressInformation.TYPE)
                .may(ImageIdentifier.TYPE)
                .many(AcNameWithPriority.TYPE, DecryptionErrorReportPeriod.TYPE)
                .many(RadioAdministrativeState.TYPE)
                .binding(Antenna.TYPE, DirectSequenceControl.TYPE, MacOperation.TYPE)
                .binding(MultiDomainCapability.TYPE, OfdmControl.TYPE, RateSet.TYPE)
                .binding(RsnaErrorReportFromStation.TYPE, TxPower.TYPE)
                .binding(WtpQualityOfService.TYPE, WtpRadioConfiguration.TYPE)
                .done()),
        entry(
            ConfigurationUpdateResponse.TYPE,
            new GrammarDraft("Configuration Update Response")
                .must(ResultCode.TYPE)
                .may(RadioOperationalState.TYPE)
                .many(RadioOperationalState.TYPE)
                .done()));
  }

  /** Sections 7.1, 7.2, 8.6, 8.7, 9.4 and 9.5. */
  private static List<Map.Entry<Integer, MessageGrammar>> events() {
    int[] reports = {
      DecryptionErrorReport.TYPE,
      DuplicateIpv4Address.TYPE,
      DuplicateIpv6Address.TYPE,
      WtpRadioStatistics.TYPE,
      WtpRebootStatistics.TYPE,
      DeleteStation.TYPE,
      VendorSpecificPayload.TYPE,
      MicCountermeasures.TYPE,
      RsnaErrorReportFromStation.TYPE,
      Statistics.TYPE
    };
    return List.of(
        entry(EchoRequest.TYPE, new GrammarDraft("Echo Request").done()),
        entry(EchoResponse.TYPE, new GrammarDraft("Echo Response").done()),
        entry(
            ChangeStateEventRequest.TYPE,
            new GrammarDraft("Change State Event Request")
                .must(ResultCode.TYPE)
                .mustMany(RadioOperationalState.TYPE)
                .may(ReturnedMessageElement.TYPE)
                .many(ReturnedMessageElement.TYPE)
                // RFC 5416 5.11 calls the message Station Configuration Request by mistake.
                .binding(WtpRadioFailAlarmIndication.TYPE)
                .done()),
        entry(
            ChangeStateEventResponse.TYPE, new GrammarDraft("Change State Event Response").done()),
        entry(
            WtpEventRequest.TYPE,
            new GrammarDraft("WTP Event Request")
                .mustOneOf(reports)
                .many(reports)
                .binding()
                .done()),
        entry(WtpEventResponse.TYPE, new GrammarDraft("WTP Event Response").done()));
  }

  /** Sections 9.1.1, 9.1.2, 9.2 and 9.3. */
  private static List<Map.Entry<Integer, MessageGrammar>> image() {
    return List.of(
        entry(
            ImageDataRequest.TYPE,
            new GrammarDraft("Image Data Request")
                .may(CapwapTransportProtocol.TYPE, ImageData.TYPE)
                .may(ImageIdentifier.TYPE, InitiateDownload.TYPE)
                .done()),
        entry(
            ImageDataResponse.TYPE,
            new GrammarDraft("Image Data Response")
                .must(ResultCode.TYPE)
                .may(ImageInformation.TYPE)
                .done()),
        entry(
            ResetRequest.TYPE, new GrammarDraft("Reset Request").must(ImageIdentifier.TYPE).done()),
        entry(ResetResponse.TYPE, new GrammarDraft("Reset Response").may(ResultCode.TYPE).done()));
  }

  /** Sections 8.8, 8.9 and 9.6. */
  private static List<Map.Entry<Integer, MessageGrammar>> maintenance() {
    return List.of(
        entry(
            DataTransferRequest.TYPE,
            new GrammarDraft("Data Transfer Request")
                .mustExactlyOneOf(DataTransferData.TYPE, DataTransferMode.TYPE)
                .done()),
        entry(
            DataTransferResponse.TYPE,
            new GrammarDraft("Data Transfer Response").must(ResultCode.TYPE).done()),
        entry(
            ClearConfigurationRequest.TYPE, new GrammarDraft("Clear Configuration Request").done()),
        entry(
            ClearConfigurationResponse.TYPE,
            new GrammarDraft("Clear Configuration Response").must(ResultCode.TYPE).done()));
  }

  /** Sections 10.1 and 10.2. */
  private static List<Map.Entry<Integer, MessageGrammar>> stations() {
    return List.of(
        entry(
            StationConfigurationRequest.TYPE,
            new GrammarDraft("Station Configuration Request")
                .may(AddStation.TYPE, DeleteStation.TYPE)
                .many(AddStation.TYPE, DeleteStation.TYPE)
                .binding(Station.TYPE, StationSessionKey.TYPE, StationQosProfile.TYPE)
                .binding(UpdateStationQos.TYPE)
                // Not in RFC 5416 5.10; 6.15 wants the RSN element beside a key.
                .binding(InformationElement.TYPE)
                .done()),
        entry(
            StationConfigurationResponse.TYPE,
            new GrammarDraft("Station Configuration Response").must(ResultCode.TYPE).done()));
  }

  /** RFC 5416 sections 3.1 and 3.2. */
  private static List<Map.Entry<Integer, MessageGrammar>> wlans() {
    return List.of(
        entry(
            WlanConfigurationRequest.TYPE,
            new GrammarDraft("IEEE 802.11 WLAN Configuration Request")
                .mustExactlyOneOf(AddWlan.TYPE, DeleteWlan.TYPE, UpdateWlan.TYPE)
                .binding(InformationElement.TYPE)
                .done()),
        entry(
            WlanConfigurationResponse.TYPE,
            new GrammarDraft("IEEE 802.11 WLAN Configuration Response")
                .must(ResultCode.TYPE)
                .may(AssignedWtpBssid.TYPE)
                .done()));
  }
}
