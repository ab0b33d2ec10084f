package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Maximum Message Length, RFC 5415 section 4.6.31: 16 bits.
 *
 * @param bytes the longest CAPWAP message that the sender takes
 */
public record MaximumMessageLength(int bytes) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 29;

  static final ElementCodec<MaximumMessageLength> CODEC =
      new ElementCodec<>(TYPE, MaximumMessageLength.class) {
        @Override
        protected MaximumMessageLength readBody(WireReader body) throws MalformedException {
          return new MaximumMessageLength(body.u16("Maximum Message Length"));
        }

        @Override
        protected void writeBody(MaximumMessageLength element, WireWriter out) {
          out.u16(element.bytes());
        }
      };

  public MaximumMessageLength {
    Bounds.u16("Maximum Message Length", bytes);
  }

  @Override
  public ElementCodec<MaximumMessageLength> codec() {
    return CODEC;
  }
}
