package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Image Identifier, RFC 5415 section 4.6.27: vendor 32 bits, then UTF-8 text, not terminated. From
 * the AC it names the version wanted; in the WTP's Image Data Request it names, in the field, the
 * image family.
 *
 * @param vendorId IANA enterprise number
 * @param identifier 1 to 1024 bytes of UTF-8
 */
public record ImageIdentifier(long vendorId, String identifier) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 25;

  static final ElementCodec<ImageIdentifier> CODEC =
      new ElementCodec<>(TYPE, ImageIdentifier.class) {
        @Override
        protected ImageIdentifier readBody(WireReader body) throws MalformedException {
          return new ImageIdentifier(body.u32("Vendor Identifier"), body.text("Image Identifier"));
        }

        @Override
        protected void writeBody(ImageIdentifier element, WireWriter out) {
          out.u32(element.vendorId()).text(element.identifier());
        }
      };

  public ImageIdentifier {
    Bounds.u32("Vendor Identifier", vendorId);
    Bounds.text("Image Identifier", identifier, 1, 1024);
  }

  @Override
  public ElementCodec<ImageIdentifier> codec() {
    return CODEC;
  }
}
