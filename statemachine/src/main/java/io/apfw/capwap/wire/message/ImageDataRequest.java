package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.InitiateDownload;
import io.apfw.capwap.wire.element.MessageElement;
import java.util.List;
import java.util.Optional;

/**
 * Image Data Request: from the WTP it asks for an image, from the AC it carries a block; RFC 5415
 * section 9.1.1.
 *
 * @param elements in the order of the wire
 */
public record ImageDataRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 15;

  public ImageDataRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ImageDataRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first ImageData element. */
  public Optional<ImageData> imageData() {
    return first(ImageData.class);
  }

  /** The first ImageIdentifier element. */
  public Optional<ImageIdentifier> imageIdentifier() {
    return first(ImageIdentifier.class);
  }

  /** Whether the WTP asks the AC to begin. */
  public boolean initiatesDownload() {
    return first(InitiateDownload.class).isPresent();
  }
}
