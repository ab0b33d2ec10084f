package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * MTU Discovery Padding, RFC 5415 section 4.6.32: any number of bytes, each ff; others are
 * malformed, for they would not survive being written again.
 *
 * @param bytes 0 to 65535
 */
public record MtuDiscoveryPadding(int bytes) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 52;

  static final ElementCodec<MtuDiscoveryPadding> CODEC =
      new ElementCodec<>(TYPE, MtuDiscoveryPadding.class) {
        @Override
        protected MtuDiscoveryPadding readBody(WireReader body) throws MalformedException {
          int bytes = body.remaining();
          while (body.remaining() > 0) {
            int pad = body.u8("Padding");
            if (pad != 0xff) {
              throw body.malformed("Padding " + pad + ": 255");
            }
          }
          return new MtuDiscoveryPadding(bytes);
        }

        @Override
        protected void writeBody(MtuDiscoveryPadding element, WireWriter out) {
          for (int i = 0; i < element.bytes(); i++) {
            out.u8(0xff);
          }
        }
      };

  public MtuDiscoveryPadding {
    Bounds.u16("bytes of padding", bytes);
  }

  @Override
  public ElementCodec<MtuDiscoveryPadding> codec() {
    return CODEC;
  }
}
