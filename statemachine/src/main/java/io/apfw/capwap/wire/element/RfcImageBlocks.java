package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;

/** {@link ImageBlockDialect#RFC5415}. */
final class RfcImageBlocks implements ImageBlockDialect {
  private static final int DATA = 1;
  private static final int LAST = 2;
  private static final int ABORT = 5;

  @Override
  public Parsed<ImageBlock> read(ImageData element) {
    Octets data = element.data();
    return switch (element.dataType()) {
      case DATA ->
          data.isEmpty()
              ? new Parsed.Malformed<>(1, "Image Data of type 1 without data: at least 1 byte")
              : new Parsed.Value<>(new ImageBlock(ImageBlock.Kind.DATA, data));
      case LAST -> new Parsed.Value<>(new ImageBlock(ImageBlock.Kind.LAST, data));
      // What follows type 5 should not be there and is nobody's image.
      case ABORT -> new Parsed.Value<>(new ImageBlock(ImageBlock.Kind.ABORT, Octets.EMPTY));
      default ->
          new Parsed.Malformed<>(
              0, "Image Data type " + element.dataType() + ": 1 (data), 2 (last) or 5 (abort)");
    };
  }

  @Override
  public ImageData write(ImageBlock block) {
    return switch (block.kind()) {
      case DATA -> new ImageData(DATA, block.data());
      case LAST -> new ImageData(LAST, block.data());
      case ABORT -> new ImageData(ABORT, Octets.EMPTY);
    };
  }
}
