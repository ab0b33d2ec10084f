package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP MAC Type, RFC 5415 section 4.6.44: 8 bits.
 *
 * @param mode {@link #LOCAL}, {@link #SPLIT} or {@link #BOTH}
 */
public record WtpMacType(int mode) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 44;

  /** Local MAC. */
  public static final int LOCAL = 0;

  /** Split MAC. */
  public static final int SPLIT = 1;

  /** Both; the AC chooses. */
  public static final int BOTH = 2;

  static final ElementCodec<WtpMacType> CODEC =
      new ElementCodec<>(TYPE, WtpMacType.class) {
        @Override
        protected WtpMacType readBody(WireReader body) throws MalformedException {
          return new WtpMacType(body.u8("MAC Type"));
        }

        @Override
        protected void writeBody(WtpMacType element, WireWriter out) {
          out.u8(element.mode());
        }
      };

  public WtpMacType {
    Bounds.u8("MAC Type", mode);
  }

  @Override
  public ElementCodec<WtpMacType> codec() {
    return CODEC;
  }
}
