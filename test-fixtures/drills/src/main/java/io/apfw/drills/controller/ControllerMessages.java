package io.apfw.drills.controller;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcIpv6List;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv4Address;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.DecryptionErrorReportPeriod;
import io.apfw.capwap.wire.element.EcnSupport;
import io.apfw.capwap.wire.element.IdleTimeout;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.WtpBoardData;
import io.apfw.capwap.wire.element.WtpDescriptor;
import io.apfw.capwap.wire.element.WtpFallback;
import io.apfw.capwap.wire.element.WtpName;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.message.ConfigurationStatusRequest;
import io.apfw.capwap.wire.message.ConfigurationStatusResponse;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinRequest;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wire.message.UnknownMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the controller says, with every element that RFC 5415 makes mandatory. */
final class ControllerMessages {
  /** The enterprise number under which the captured controllers name images. */
  private static final long IMAGE_VENDOR = 9;

  private static final int WTPS_MAX = 1000;
  private static final int STATIONS_MAX = 10_000;
  private static final int RADIO_MAC_NOT_TAKEN = 2;
  private static final int LIMITED_ECN = 0;
  private static final int DISCOVERY_SECONDS = 20;
  private static final int REPORT_SECONDS = 120;
  private static final int IDLE_SECONDS = 300;
  private static final int FALLBACK_ENABLED = 1;

  private final ControllerConfig config;

  ControllerMessages(ControllerConfig config) {
    this.config = config;
  }

  /** The elements of a Discovery Response and of a Primary Discovery Response. */
  List<MessageElement> discoveryResponse(ControlMessage request, int sessions) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(descriptor(sessions));
    elements.add(new AcName(config.acName()));
    elements.addAll(request.all(WtpRadioInformation.class));
    elements.add(new CapwapControlIpv4Address(config.address(), sessions));
    return elements;
  }

  JoinResponse joinResponse(
      JoinRequest request, ResultCode result, Optional<ImageWindow> window, boolean locates) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(result);
    elements.add(descriptor(1));
    elements.add(new AcName(config.acName()));
    elements.addAll(request.all(WtpRadioInformation.class));
    elements.add(new EcnSupport(LIMITED_ECN));
    elements.add(new CapwapControlIpv4Address(config.address(), 1));
    elements.add(new CapwapLocalIpv4Address(config.address()));
    if (result.isSuccess() && !config.imageVersion().isEmpty()) {
      elements.add(imageIdentifier(config.imageVersion()));
    }
    window.ifPresent(agreed -> elements.add(agreed.toElement()));
    if (locates) {
      elements.add(ImageLocation.OFFER);
    }
    elements.addAll(referrals());
    return new JoinResponse(elements);
  }

  private List<MessageElement> referrals() {
    List<String> ipv4 = config.refersTo().stream().filter(it -> it.indexOf(':') < 0).toList();
    List<String> ipv6 = config.refersTo().stream().filter(it -> it.indexOf(':') >= 0).toList();
    List<MessageElement> lists = new ArrayList<>();
    if (!ipv4.isEmpty()) {
      lists.add(new AcIpv4List(ipv4));
    }
    if (!ipv6.isEmpty()) {
      lists.add(new AcIpv6List(ipv6));
    }
    return lists;
  }

  static ImageIdentifier imageIdentifier(String version) {
    return new ImageIdentifier(IMAGE_VENDOR, version);
  }

  ImageDataResponse imageDataResponse(
      ResultCode result, Optional<ImageFile> image, Optional<ImageLocation> location) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(result);
    image
        .filter(file -> result.isSuccess() && !config.bends(Bend.NO_IMAGE_INFORMATION))
        .ifPresent(file -> elements.add(new ImageInformation(file.bytes(), file.md5())));
    location.ifPresent(where -> elements.add(where.toElement()));
    return new ImageDataResponse(elements);
  }

  ConfigurationStatusResponse configurationStatusResponse(ConfigurationStatusRequest request) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(
        new CapwapTimers(DISCOVERY_SECONDS, (int) config.timers().echoInterval().toSeconds()));
    request
        .all(WtpRadioInformation.class)
        .forEach(
            radio ->
                elements.add(new DecryptionErrorReportPeriod(radio.radioId(), REPORT_SECONDS)));
    if (elements.size() == 1) {
      elements.add(new DecryptionErrorReportPeriod(1, REPORT_SECONDS));
    }
    elements.add(new IdleTimeout(IDLE_SECONDS));
    elements.add(new WtpFallback(FALLBACK_ENABLED));
    elements.add(new AcIpv4List(List.of(config.address())));
    return new ConfigurationStatusResponse(elements);
  }

  /** What an AC might configure in passing. */
  ConfigurationUpdateRequest configurationUpdate() {
    return new ConfigurationUpdateRequest(
        new CapwapTimers(DISCOVERY_SECONDS, (int) config.timers().echoInterval().toSeconds()));
  }

  /** What a WTP's request for an image is answered. */
  ResultCode imageResult(Optional<ImageFile> image) {
    if (config.bends(Bend.REFUSED_19)) {
      return ResultCode.UNRECOGNIZED_REQUEST;
    }
    return image.isEmpty() || config.bends(Bend.REFUSED_16)
        ? ResultCode.IMAGE_OTHER
        : ResultCode.SUCCESS;
  }

  /** The answer to a request that this state has no use for, sections 4.5.3 and 4.6.35. */
  static ControlMessage refusal(ControlMessage request) {
    ResultCode code =
        request instanceof UnknownMessage
            ? ResultCode.UNRECOGNIZED_REQUEST
            : ResultCode.UNEXPECTED_IN_STATE;
    return ControlMessage.of(request.type() + 1, List.of(code));
  }

  static ControllerNote.Introduced introduced(JoinRequest request) {
    return new ControllerNote.Introduced(
        nameOf(request),
        request
            .first(WtpBoardData.class)
            .flatMap(board -> board.first(WtpBoardData.BASE_MAC))
            .map(Octets::hex)
            .orElse(""),
        runningVersion(request),
        request
            .first(WtpDescriptor.class)
            .flatMap(descriptor -> descriptor.first(WtpDescriptor.OTHER_SOFTWARE))
            .orElse(""));
  }

  static String nameOf(JoinRequest request) {
    return request.first(WtpName.class).map(WtpName::name).orElse("");
  }

  static String runningVersion(JoinRequest request) {
    return request
        .first(WtpDescriptor.class)
        .flatMap(descriptor -> descriptor.first(WtpDescriptor.ACTIVE_SOFTWARE))
        .orElse("");
  }

  private AcDescriptor descriptor(int sessions) {
    int policy = 0;
    for (ControllerConfig.DataChannel channel : config.dataChannels()) {
      policy |=
          channel == ControllerConfig.DataChannel.DTLS
              ? AcDescriptor.POLICY_DTLS
              : AcDescriptor.POLICY_CLEAR;
    }
    return new AcDescriptor(
        0,
        STATIONS_MAX,
        sessions,
        WTPS_MAX,
        AcDescriptor.SECURITY_X509,
        RADIO_MAC_NOT_TAKEN,
        policy,
        List.of(
            version(AcDescriptor.Information.HARDWARE_VERSION, "drill"),
            version(
                AcDescriptor.Information.SOFTWARE_VERSION,
                config.imageVersion().isEmpty() ? "drill" : config.imageVersion())));
  }

  private static AcDescriptor.Information version(int kind, String text) {
    return new AcDescriptor.Information(0, kind, Octets.utf8(text));
  }
}
