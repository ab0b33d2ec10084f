package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;

/**
 * Data Transfer Request, in either direction; RFC 5415 section 9.6.1.
 *
 * @param elements in the order of the wire
 */
public record DataTransferRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 21;

  public DataTransferRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public DataTransferRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }
}
