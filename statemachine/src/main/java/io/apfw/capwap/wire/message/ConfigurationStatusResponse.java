package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.IdleTimeout;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.WtpFallback;
import java.util.List;
import java.util.Optional;

/**
 * Configuration Status Response, AC to WTP; RFC 5415 section 8.3.
 *
 * @param elements in the order of the wire
 */
public record ConfigurationStatusResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 6;

  public ConfigurationStatusResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ConfigurationStatusResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first CapwapTimers element. */
  public Optional<CapwapTimers> capwapTimers() {
    return first(CapwapTimers.class);
  }

  /** The first IdleTimeout element. */
  public Optional<IdleTimeout> idleTimeout() {
    return first(IdleTimeout.class);
  }

  /** The first WtpFallback element. */
  public Optional<WtpFallback> wtpFallback() {
    return first(WtpFallback.class);
  }

  /** The first AcIpv4List element. */
  public Optional<AcIpv4List> acIpv4List() {
    return first(AcIpv4List.class);
  }
}
