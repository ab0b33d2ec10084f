package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;
import java.util.Optional;

/**
 * Reset Request, AC to WTP; RFC 5415 section 9.2.
 *
 * @param elements in the order of the wire
 */
public record ResetRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 17;

  public ResetRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ResetRequest(MessageElement... elements) {
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
}
