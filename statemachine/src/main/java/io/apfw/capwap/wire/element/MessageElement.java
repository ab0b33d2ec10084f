package io.apfw.capwap.wire.element;

/**
 * A message element, RFC 5415 section 4.6: on the wire type 16 bits, length 16 bits (of the value
 * only), value. Each record is one element and holds its codec; an element that we do not know
 * survives byte for byte as {@link UnknownElement}.
 */
public sealed interface MessageElement
    permits AcDescriptor,
        AcIpv4List,
        AcName,
        AcNameWithPriority,
        CapwapControlIpv4Address,
        CapwapControlIpv6Address,
        CapwapLocalIpv4Address,
        CapwapLocalIpv6Address,
        CapwapTimers,
        CapwapTransportProtocol,
        DecryptionErrorReportPeriod,
        DiscoveryType,
        EcnSupport,
        IdleTimeout,
        ImageData,
        ImageIdentifier,
        ImageInformation,
        InitiateDownload,
        LocationData,
        MaximumMessageLength,
        RadioAdministrativeState,
        RadioOperationalState,
        ResultCode,
        ReturnedMessageElement,
        SessionId,
        StatisticsTimer,
        VendorSpecificPayload,
        WtpBoardData,
        WtpDescriptor,
        WtpFallback,
        WtpFrameTunnelMode,
        WtpMacType,
        WtpName,
        WtpRadioInformation,
        WtpRebootStatistics,
        WtpStaticIpAddressInformation,
        UnknownElement {
  /** The codec that reads and writes this element. */
  ElementCodec<? extends MessageElement> codec();

  /** Message element type, 1 to 65535. */
  default int type() {
    return codec().type();
  }
}
