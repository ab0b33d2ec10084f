package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP Fallback, RFC 5415 section 4.6.42: 8 bits.
 *
 * @param mode {@link #ENABLED} or {@link #DISABLED}
 */
public record WtpFallback(int mode) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 40;

  /** Go back to the primary AC when it is there again. */
  public static final int ENABLED = 1;

  /** Stay. */
  public static final int DISABLED = 2;

  static final ElementCodec<WtpFallback> CODEC =
      new ElementCodec<>(TYPE, WtpFallback.class) {
        @Override
        protected WtpFallback readBody(WireReader body) throws MalformedException {
          return new WtpFallback(body.u8("Mode"));
        }

        @Override
        protected void writeBody(WtpFallback element, WireWriter out) {
          out.u8(element.mode());
        }
      };

  public WtpFallback {
    Bounds.u8("Mode", mode);
  }

  @Override
  public ElementCodec<WtpFallback> codec() {
    return CODEC;
  }
}
