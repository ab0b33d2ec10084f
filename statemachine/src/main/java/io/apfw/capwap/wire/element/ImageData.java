package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Image Data, RFC 5415 section 4.6.26: data type 8 bits, then the data up to the element's end.
 * What type and data mean is the business of an {@link ImageBlockDialect}.
 *
 * <p>The RFC says that the data are "up to 1024 characters". The field does not hold to it: the
 * captures show blocks of 1377 bytes, which still fit one DTLS record on an Ethernet path. A
 * receiver that insists on 1024 cannot be upgraded by these controllers, and one that accepts more
 * loses nothing, for the message bounds the block anyway. So the block size belongs to the sender:
 * we take whatever fits the message, and send blocks only in the drills, whose scenario names the
 * size.
 *
 * @param dataType 8 bits
 * @param data what follows, perhaps empty
 */
public record ImageData(int dataType, Octets data) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 24;

  static final ElementCodec<ImageData> CODEC =
      new ElementCodec<>(TYPE, ImageData.class) {
        @Override
        protected ImageData readBody(WireReader body) throws MalformedException {
          return new ImageData(body.u8("Data Type"), body.rest("Image Data"));
        }

        @Override
        protected void writeBody(ImageData element, WireWriter out) {
          out.u8(element.dataType()).octets(element.data());
        }
      };

  public ImageData {
    Bounds.u8("Data Type", dataType);
  }

  @Override
  public ElementCodec<ImageData> codec() {
    return CODEC;
  }
}
