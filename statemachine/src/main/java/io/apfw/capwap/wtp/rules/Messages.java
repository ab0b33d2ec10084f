package io.apfw.capwap.wtp.rules;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.AcNameWithPriority;
import io.apfw.capwap.wire.element.CapwapLocalIpv4Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv6Address;
import io.apfw.capwap.wire.element.DiscoveryType;
import io.apfw.capwap.wire.element.EcnSupport;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.LocationData;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.RadioAdministrativeState;
import io.apfw.capwap.wire.element.RadioOperationalState;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.SessionId;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.element.WtpBoardData;
import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.element.WtpRadioStatistics;
import io.apfw.capwap.wire.message.ChangeStateEventRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.DiscoveryRequest;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.PrimaryDiscoveryRequest;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wtp.Candidate;
import io.apfw.capwap.wtp.Reboots;
import io.apfw.capwap.wtp.WtpIdentity;
import io.apfw.update.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The requests that a WTP makes, with the elements that RFC 5415 asks for. */
final class Messages {
  /** IEEE 802.11, RFC 5415 section 4.3. */
  private static final int BINDING_80211 = 1;

  private Messages() {}

  static DiscoveryRequest discovery(WtpIdentity wtp, Inventory inventory, Candidate.Source source) {
    return new DiscoveryRequest(asking(wtp, inventory, source));
  }

  static PrimaryDiscoveryRequest primaryDiscovery(
      WtpIdentity wtp, Inventory inventory, Candidate.Source source) {
    return new PrimaryDiscoveryRequest(asking(wtp, inventory, source));
  }

  private static List<MessageElement> asking(
      WtpIdentity wtp, Inventory inventory, Candidate.Source source) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(
        new DiscoveryType(
            switch (source) {
              case UNKNOWN -> DiscoveryType.UNKNOWN;
              case STATIC -> DiscoveryType.STATIC;
              case DHCP -> DiscoveryType.DHCP;
              case DNS -> DiscoveryType.DNS;
              case REFERRAL -> DiscoveryType.AC_REFERRAL;
            }));
    describe(elements, wtp, inventory);
    return elements;
  }

  /**
   * Announces how many Image Data Requests may be outstanding, where that is more than the RFC's
   * one, and whether the AC may say where an image is.
   */
  static JoinRequest join(
      WtpIdentity wtp,
      Inventory inventory,
      Octets sessionId,
      String localAddress,
      int imageRequestsMax,
      boolean locations,
      Reboots reboots) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(new LocationData(wtp.location()));
    elements.add(new WtpName(wtp.name()));
    elements.add(new SessionId(sessionId));
    describe(elements, wtp, inventory);
    elements.add(new EcnSupport(EcnSupport.LIMITED));
    elements.add(
        localAddress.indexOf(':') >= 0
            ? new CapwapLocalIpv6Address(localAddress)
            : new CapwapLocalIpv4Address(localAddress));
    elements.add(reboots.element());
    if (imageRequestsMax > 1) {
      elements.add(new ImageWindow(imageRequestsMax, 0).toElement());
    }
    if (locations) {
      elements.add(ImageLocation.OFFER);
    }
    return new JoinRequest(elements);
  }

  /**
   * Asks for an image.
   *
   * @param location whether the answer may be where it is
   */
  static ImageDataRequest image(WtpIdentity wtp, String identifier, boolean location) {
    ImageIdentifier image = new ImageIdentifier(wtp.vendorId(), identifier);
    return location
        ? new ImageDataRequest(image, new InitiateDownload(), ImageLocation.OFFER)
        : new ImageDataRequest(image, new InitiateDownload());
  }

  static ConfigurationStatusRequest configurationStatus(
      WtpIdentity wtp,
      String acName,
      Map<String, Integer> preferred,
      long statisticsMillis,
      Reboots reboots) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(new AcName(acName));
    elements.add(
        new RadioAdministrativeState(
            RadioAdministrativeState.WHOLE_WTP, RadioAdministrativeState.ENABLED));
    for (WtpIdentity.Radio radio : wtp.radios()) {
      elements.add(new RadioAdministrativeState(radio.id(), RadioAdministrativeState.ENABLED));
    }
    preferred.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .forEach(ac -> elements.add(new AcNameWithPriority(ac.getValue(), ac.getKey())));
    elements.add(new StatisticsTimer((int) Math.max(1, Math.min(0xffff, statisticsMillis / 1000))));
    elements.add(reboots.element());
    addRadios(elements, wtp);
    return new ConfigurationStatusRequest(elements);
  }

  /** Radios are somebody else's: of them this agent knows no more than that they are there. */
  static WtpEventRequest statistics(WtpIdentity wtp, Reboots reboots) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(reboots.element());
    for (WtpIdentity.Radio radio : wtp.radios()) {
      elements.add(
          new WtpRadioStatistics(
              radio.id(), WtpRadioStatistics.NOT_SUPPORTED, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }
    return new WtpEventRequest(elements);
  }

  static ChangeStateEventRequest changeState(WtpIdentity wtp) {
    List<MessageElement> elements = new ArrayList<>();
    for (WtpIdentity.Radio radio : wtp.radios()) {
      elements.add(
          new RadioOperationalState(
              radio.id(), RadioOperationalState.ENABLED, RadioOperationalState.CAUSE_NORMAL));
    }
    elements.add(ResultCode.SUCCESS);
    return new ChangeStateEventRequest(elements);
  }

  /** What Discovery Request and Join Request have in common. */
  private static void describe(
      List<MessageElement> elements, WtpIdentity wtp, Inventory inventory) {
    elements.add(
        new WtpBoardData(
            wtp.vendorId(),
            List.of(
                WtpBoardData.Value.text(WtpBoardData.MODEL, wtp.model()),
                WtpBoardData.Value.text(WtpBoardData.SERIAL, wtp.serial()),
                new WtpBoardData.Value(WtpBoardData.BASE_MAC, wtp.baseMac()))));
    List<WtpDescriptor.Version> versions = new ArrayList<>();
    versions.add(WtpDescriptor.Version.of(WtpDescriptor.HARDWARE, wtp.hardwareVersion()));
    versions.add(WtpDescriptor.Version.of(WtpDescriptor.ACTIVE_SOFTWARE, inventory.running()));
    versions.add(WtpDescriptor.Version.of(WtpDescriptor.BOOT, wtp.bootVersion()));
    inventory
        .backup()
        .ifPresent(
            backup -> versions.add(WtpDescriptor.Version.of(WtpDescriptor.OTHER_SOFTWARE, backup)));
    int radios = wtp.radios().size();
    elements.add(
        new WtpDescriptor(
            radios, radios, List.of(new WtpDescriptor.Encryption(BINDING_80211, 0)), versions));
    elements.add(new WtpFrameTunnelMode(wtp.frameTunnelModes()));
    elements.add(new WtpMacType(wtp.macType()));
    addRadios(elements, wtp);
  }

  private static void addRadios(List<MessageElement> elements, WtpIdentity wtp) {
    for (WtpIdentity.Radio radio : wtp.radios()) {
      elements.add(new WtpRadioInformation(radio.id(), radio.type()));
    }
  }
}
