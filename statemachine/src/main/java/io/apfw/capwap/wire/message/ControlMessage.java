package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;
import java.util.Optional;

/**
 * A control message, RFC 5415 section 4.5: a type and message elements. One record for each type;
 * the order of the elements and those we do not know are kept, so that a message written again is
 * the same bytes.
 */
public sealed interface ControlMessage
    permits DiscoveryRequest,
        DiscoveryResponse,
        JoinRequest,
        JoinResponse,
        ConfigurationStatusRequest,
        ConfigurationStatusResponse,
        ConfigurationUpdateRequest,
        ConfigurationUpdateResponse,
        WtpEventRequest,
        WtpEventResponse,
        ChangeStateEventRequest,
        ChangeStateEventResponse,
        EchoRequest,
        EchoResponse,
        ImageDataRequest,
        ImageDataResponse,
        ResetRequest,
        ResetResponse,
        PrimaryDiscoveryRequest,
        PrimaryDiscoveryResponse,
        DataTransferRequest,
        DataTransferResponse,
        ClearConfigurationRequest,
        ClearConfigurationResponse,
        StationConfigurationRequest,
        StationConfigurationResponse,
        WlanConfigurationRequest,
        WlanConfigurationResponse,
        UnknownMessage {

  /** Enterprise number * 256 + message number; 32 bits, to be read as unsigned. */
  int type();

  /** All elements in the order of the wire. */
  List<MessageElement> elements();

  /** Odd types are requests, even types are responses. */
  default boolean isRequest() {
    return (type() & 1) == 1;
  }

  /** The first element of a kind. */
  default <E extends MessageElement> Optional<E> first(Class<E> kind) {
    for (MessageElement element : elements()) {
      if (kind.isInstance(element)) {
        return Optional.of(kind.cast(element));
      }
    }
    return Optional.empty();
  }

  /** All elements of a kind, in order. */
  default <E extends MessageElement> List<E> all(Class<E> kind) {
    return elements().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * The message of that type; {@link UnknownMessage} for a type that neither RFC 5415 nor RFC 5416
   * defines.
   */
  static ControlMessage of(int type, List<MessageElement> elements) {
    return switch (type) {
      case DiscoveryRequest.TYPE -> new DiscoveryRequest(elements);
      case DiscoveryResponse.TYPE -> new DiscoveryResponse(elements);
      case JoinRequest.TYPE -> new JoinRequest(elements);
      case JoinResponse.TYPE -> new JoinResponse(elements);
      case ConfigurationStatusRequest.TYPE -> new ConfigurationStatusRequest(elements);
      case ConfigurationStatusResponse.TYPE -> new ConfigurationStatusResponse(elements);
      case ConfigurationUpdateRequest.TYPE -> new ConfigurationUpdateRequest(elements);
      case ConfigurationUpdateResponse.TYPE -> new ConfigurationUpdateResponse(elements);
      case WtpEventRequest.TYPE -> new WtpEventRequest(elements);
      case WtpEventResponse.TYPE -> new WtpEventResponse(elements);
      case ChangeStateEventRequest.TYPE -> new ChangeStateEventRequest(elements);
      case ChangeStateEventResponse.TYPE -> new ChangeStateEventResponse(elements);
      case EchoRequest.TYPE -> new EchoRequest(elements);
      case EchoResponse.TYPE -> new EchoResponse(elements);
      case ImageDataRequest.TYPE -> new ImageDataRequest(elements);
      case ImageDataResponse.TYPE -> new ImageDataResponse(elements);
      case ResetRequest.TYPE -> new ResetRequest(elements);
      case ResetResponse.TYPE -> new ResetResponse(elements);
      case PrimaryDiscoveryRequest.TYPE -> new PrimaryDiscoveryRequest(elements);
      case PrimaryDiscoveryResponse.TYPE -> new PrimaryDiscoveryResponse(elements);
      case DataTransferRequest.TYPE -> new DataTransferRequest(elements);
      case DataTransferResponse.TYPE -> new DataTransferResponse(elements);
      case ClearConfigurationRequest.TYPE -> new ClearConfigurationRequest(elements);
      case ClearConfigurationResponse.TYPE -> new ClearConfigurationResponse(elements);
      case StationConfigurationRequest.TYPE -> new StationConfigurationRequest(elements);
      case StationConfigurationResponse.TYPE -> new StationConfigurationResponse(elements);
      case WlanConfigurationRequest.TYPE -> new WlanConfigurationRequest(elements);
      case WlanConfigurationResponse.TYPE -> new WlanConfigurationResponse(elements);
      default -> new UnknownMessage(type, elements);
    };
  }
}
