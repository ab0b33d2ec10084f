package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Idle Timeout, RFC 5415 section 4.6.24: 32 bits.
 *
 * @param seconds after which an idle station is dropped
 */
public record IdleTimeout(long seconds) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 23;

  static final ElementCodec<IdleTimeout> CODEC =
      new ElementCodec<>(TYPE, IdleTimeout.class) {
        @Override
        protected IdleTimeout readBody(WireReader body) throws MalformedException {
          return new IdleTimeout(body.u32("Timeout"));
        }

        @Override
        protected void writeBody(IdleTimeout element, WireWriter out) {
          out.u32(element.seconds());
        }
      };

  public IdleTimeout {
    Bounds.u32("Timeout", seconds);
  }

  @Override
  public ElementCodec<IdleTimeout> codec() {
    return CODEC;
  }
}
