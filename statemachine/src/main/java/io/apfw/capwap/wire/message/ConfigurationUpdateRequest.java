package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;
import java.util.Optional;

/**
 * Configuration Update Request, AC to WTP; RFC 5415 section 8.4.
 *
 * @param elements in the order of the wire
 */
public record ConfigurationUpdateRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 7;

  public ConfigurationUpdateRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ConfigurationUpdateRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first ImageIdentifier element. */
  public Optional<ImageIdentifier> imageIdentifier() {
    return first(ImageIdentifier.class);
  }

  /** The first CapwapTimers element. */
  public Optional<CapwapTimers> capwapTimers() {
    return first(CapwapTimers.class);
  }
}
