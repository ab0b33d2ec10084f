package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import java.util.List;
import java.util.Optional;

/**
 * Image Data Response, in either direction; RFC 5415 section 9.1.2.
 *
 * @param elements in the order of the wire
 */
public record ImageDataResponse(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 16;

  public ImageDataResponse {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ImageDataResponse(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first ResultCode element. */
  public Optional<ResultCode> resultCode() {
    return first(ResultCode.class);
  }

  /** The first ImageInformation element. */
  public Optional<ImageInformation> imageInformation() {
    return first(ImageInformation.class);
  }
}
