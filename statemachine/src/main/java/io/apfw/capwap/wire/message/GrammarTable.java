package io.apfw.capwap.wire.message;

import static java.util.Map.entry;

import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.AcNameWithPriority;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.CapwapControlIpv6Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv4Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv6Address;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.CapwapTransportProtocol;
import io.apfw.capwap.wire.element.DecryptionErrorReportPeriod;
import io.apfw.capwap.wire.element.DiscoveryType;
import io.apfw.capwap.wire.element.EcnSupport;
import io.apfw.capwap.wire.element.IdleTimeout;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.LocationData;
import io.apfw.capwap.wire.element.MaximumMessageLength;
import io.apfw.capwap.wire.element.RadioAdministrativeState;
import io.apfw.capwap.wire.element.RadioOperationalState;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.element.WtpBoardData;
import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.element.WtpFallback;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import io.apfw.capwap.wire.element.WtpStaticIpAddressInformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The 26 grammars of RFC 5415, section by section. */
final class GrammarTable {
  // Elements that the RFC allows in these messages and for which we have no record.
  private static final int AC_IPV6_LIST = 3;
  private static final int AC_TIMESTAMP = 6;
  private static final int ADD_MAC_ACL_ENTRY = 7;
  private static final int ADD_STATION = 8;
  private static final int DATA_TRANSFER_DATA = 13;
  private static final int DATA_TRANSFER_MODE = 14;
  private static final int DECRYPTION_ERROR_REPORT = 15;
  private static final int DELETE_MAC_ACL_ENTRY = 17;
  private static final int DELETE_STATION = 18;
  private static final int DUPLICATE_IPV4_ADDRESS = 21;
  private static final int DUPLICATE_IPV6_ADDRESS = 22;
  private static final int WTP_RADIO_STATISTICS = 47;
  private static final int MTU_DISCOVERY_PADDING = 52;

  static final Map<Integer, MessageGrammar> BY_TYPE =
      Stream.of(discovery(), join(), configuration(), events(), image(), maintenance(), stations())
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
    return new Draft(name)
        .must(DiscoveryType.TYPE, WtpBoardData.TYPE, WtpDescriptor.TYPE)
        .must(WtpFrameTunnelMode.TYPE, WtpMacType.TYPE, WtpRadioInformation.TYPE)
        .may(MTU_DISCOVERY_PADDING)
        .many(WtpRadioInformation.TYPE)
        .done();
  }

  private static MessageGrammar discoveryResponse(String name) {
    return new Draft(name)
        .must(AcDescriptor.TYPE, AcName.TYPE, WtpRadioInformation.TYPE)
        .mustOneOf(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
        .many(WtpRadioInformation.TYPE)
        .many(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
        .done();
  }

  /** Sections 6.1 and 6.2. */
  private static List<Map.Entry<Integer, MessageGrammar>> join() {
    return List.of(
        entry(
            JoinRequest.TYPE,
            new Draft("Join Request")
                .must(LocationData.TYPE, WtpBoardData.TYPE, WtpDescriptor.TYPE, WtpName.TYPE)
                .must(SessionId.TYPE, WtpFrameTunnelMode.TYPE, WtpMacType.TYPE)
                .must(WtpRadioInformation.TYPE, EcnSupport.TYPE)
                .mustOneOf(CapwapLocalIpv4Address.TYPE, CapwapLocalIpv6Address.TYPE)
                .may(CapwapTransportProtocol.TYPE, MaximumMessageLength.TYPE)
                .may(WtpRebootStatistics.TYPE)
                .many(WtpRadioInformation.TYPE)
                .done()),
        entry(
            JoinResponse.TYPE,
            new Draft("Join Response")
                .must(ResultCode.TYPE, AcDescriptor.TYPE, AcName.TYPE)
                .must(WtpRadioInformation.TYPE, EcnSupport.TYPE)
                .mustOneOf(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
                .mustOneOf(CapwapLocalIpv4Address.TYPE, CapwapLocalIpv6Address.TYPE)
                .may(AcIpv4List.TYPE, AC_IPV6_LIST, CapwapTransportProtocol.TYPE)
                .may(ImageIdentifier.TYPE, MaximumMessageLength.TYPE)
                .many(WtpRadioInformation.TYPE)
                .many(CapwapControlIpv4Address.TYPE, CapwapControlIpv6Address.TYPE)
                .done()));
  }

  /** Sections 8.2 to 8.5. */
  private static List<Map.Entry<Integer, MessageGrammar>> configuration() {
    return List.of(
        entry(
            ConfigurationStatusRequest.TYPE,
            new Draft("Configuration Status Request")
                .must(AcName.TYPE, RadioAdministrativeState.TYPE)
                .must(StatisticsTimer.TYPE, WtpRebootStatistics.TYPE)
                .may(AcNameWithPriority.TYPE, CapwapTransportProtocol.TYPE)
                .may(WtpStaticIpAddressInformation.TYPE)
                .many(RadioAdministrativeState.TYPE, AcNameWithPriority.TYPE)
                .withBinding()
                .done()),
        entry(
            ConfigurationStatusResponse.TYPE,
            new Draft("Configuration Status Response")
                .must(CapwapTimers.TYPE, DecryptionErrorReportPeriod.TYPE)
                .must(IdleTimeout.TYPE, WtpFallback.TYPE)
                .mustOneOf(AcIpv4List.TYPE, AC_IPV6_LIST)
                // The text of section 8.3 speaks of this one, its list forgets it.
                .may(WtpStaticIpAddressInformation.TYPE, RadioOperationalState.TYPE)
                .many(DecryptionErrorReportPeriod.TYPE, RadioOperationalState.TYPE)
                .withBinding()
                .done()),
        entry(
            ConfigurationUpdateRequest.TYPE,
            new Draft("Configuration Update Request")
                .may(AcNameWithPriority.TYPE, AC_TIMESTAMP, ADD_MAC_ACL_ENTRY, CapwapTimers.TYPE)
                .may(DecryptionErrorReportPeriod.TYPE, DELETE_MAC_ACL_ENTRY, IdleTimeout.TYPE)
                .may(LocationData.TYPE, RadioAdministrativeState.TYPE, StatisticsTimer.TYPE)
                .may(WtpFallback.TYPE, WtpName.TYPE, WtpStaticIpAddressInformation.TYPE)
                .may(ImageIdentifier.TYPE)
                .many(AcNameWithPriority.TYPE, DecryptionErrorReportPeriod.TYPE)
                .many(RadioAdministrativeState.TYPE)
                .withBinding()
                .done()),
        entry(
            ConfigurationUpdateResponse.TYPE,
            new Draft("Configuration Update Response")
                .must(ResultCode.TYPE)
                .may(RadioOperationalState.TYPE)
                .many(RadioOperationalState.TYPE)
                .done()));
  }

  /** Sections 7.1, 7.2, 8.6, 8.7, 9.4 and 9.5. */
  private static List<Map.Entry<Integer, MessageGrammar>> events() {
    int[] reports = {
      DECRYPTION_ERROR_REPORT,
      DUPLICATE_IPV4_ADDRESS,
      DUPLICATE_IPV6_ADDRESS,
      WTP_RADIO_STATISTICS,
      WtpRebootStatistics.TYPE,
      DELETE_STATION
    };
    return List.of(
        entry(EchoRequest.TYPE, new Draft("Echo Request").done()),
        entry(EchoResponse.TYPE, new Draft("Echo Response").done()),
        entry(
            ChangeStateEventRequest.TYPE,
            new Draft("Change State Event Request")
                .must(RadioOperationalState.TYPE, ResultCode.TYPE)
                .may(ReturnedMessageElement.TYPE)
                .many(RadioOperationalState.TYPE, ReturnedMessageElement.TYPE)
                .done()),
        entry(ChangeStateEventResponse.TYPE, new Draft("Change State Event Response").done()),
        // Section 9.4 wants at least one element, which may be the binding's or a vendor's.
        entry(
            WtpEventRequest.TYPE,
            new Draft("WTP Event Request").may(reports).many(reports).withBinding().done()),
        entry(WtpEventResponse.TYPE, new Draft("WTP Event Response").done()));
  }

  /** Sections 9.1.1, 9.1.2, 9.2 and 9.3. */
  private static List<Map.Entry<Integer, MessageGrammar>> image() {
    return List.of(
        entry(
            ImageDataRequest.TYPE,
            new Draft("Image Data Request")
                .may(CapwapTransportProtocol.TYPE, ImageData.TYPE)
                .may(ImageIdentifier.TYPE, InitiateDownload.TYPE)
                .done()),
        entry(
            ImageDataResponse.TYPE,
            new Draft("Image Data Response")
                .must(ResultCode.TYPE)
                .may(ImageInformation.TYPE)
                .done()),
        entry(ResetRequest.TYPE, new Draft("Reset Request").must(ImageIdentifier.TYPE).done()),
        entry(ResetResponse.TYPE, new Draft("Reset Response").may(ResultCode.TYPE).done()));
  }

  /** Sections 8.8, 8.9 and 9.6. */
  private static List<Map.Entry<Integer, MessageGrammar>> maintenance() {
    return List.of(
        entry(
            DataTransferRequest.TYPE,
            new Draft("Data Transfer Request")
                .mustOneOf(DATA_TRANSFER_DATA, DATA_TRANSFER_MODE)
                .done()),
        entry(
            DataTransferResponse.TYPE,
            new Draft("Data Transfer Response").must(ResultCode.TYPE).done()),
        entry(ClearConfigurationRequest.TYPE, new Draft("Clear Configuration Request").done()),
        entry(
            ClearConfigurationResponse.TYPE,
            new Draft("Clear Configuration Response").must(ResultCode.TYPE).done()));
  }

  /** Sections 10.1 and 10.2. */
  private static List<Map.Entry<Integer, MessageGrammar>> stations() {
    return List.of(
        entry(
            StationConfigurationRequest.TYPE,
            new Draft("Station Configuration Request")
                .may(ADD_STATION, DELETE_STATION)
                .many(ADD_STATION, DELETE_STATION)
                .withBinding()
                .done()),
        entry(
            StationConfigurationResponse.TYPE,
            new Draft("Station Configuration Response").must(ResultCode.TYPE).done()));
  }

  /** A grammar in the making. */
  private static final class Draft {
    private final String name;
    private final Set<Integer> mandatory = new TreeSet<>();
    private final List<Set<Integer>> oneOf = new ArrayList<>();
    private final Set<Integer> optional = new TreeSet<>();
    private final Set<Integer> repeatable = new TreeSet<>();
    private boolean binding;

    Draft(String name) {
      this.name = name;
    }

    Draft must(int... types) {
      return add(mandatory, types);
    }

    Draft mustOneOf(int first, int second) {
      oneOf.add(Set.of(first, second));
      return this;
    }

    Draft may(int... types) {
      return add(optional, types);
    }

    Draft many(int... types) {
      return add(repeatable, types);
    }

    Draft withBinding() {
      binding = true;
      return this;
    }

    MessageGrammar done() {
      return new MessageGrammar(name, mandatory, oneOf, optional, repeatable, binding);
    }

    private Draft add(Set<Integer> to, int... types) {
      for (int type : types) {
        to.add(type);
      }
      return this;
    }
  }
}
