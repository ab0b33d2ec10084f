package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * ECN Support, RFC 5415 section 4.6.25: 8 bits.
 *
 * @param mode {@link #LIMITED} or {@link #FULL_AND_LIMITED}
 */
public record EcnSupport(int mode) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 53;

  /** Limited; what everybody must support. */
  public static final int LIMITED = 0;

  /** Full and limited. */
  public static final int FULL_AND_LIMITED = 1;

  static final ElementCodec<EcnSupport> CODEC =
      new ElementCodec<>(TYPE, EcnSupport.class) {
        @Override
        protected EcnSupport readBody(WireReader body) throws MalformedException {
          return new EcnSupport(body.u8("ECN Support"));
        }

        @Override
        protected void writeBody(EcnSupport element, WireWriter out) {
          out.u8(element.mode());
        }
      };

  public EcnSupport {
    Bounds.u8("ECN Support", mode);
  }

  @Override
  public ElementCodec<EcnSupport> codec() {
    return CODEC;
  }
}
