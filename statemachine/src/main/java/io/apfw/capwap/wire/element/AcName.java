package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * AC Name, RFC 5415 section 4.6.4.
 *
 * @param name 1 to 512 bytes of UTF-8, not terminated
 */
public record AcName(String name) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 4;

  static final ElementCodec<AcName> CODEC =
      new ElementCodec<>(TYPE, AcName.class) {
        @Override
        protected AcName readBody(WireReader body) throws MalformedException {
          return new AcName(body.text("AC Name"));
        }

        @Override
        protected void writeBody(AcName element, WireWriter out) {
          out.text(element.name());
        }
      };

  public AcName {
    Bounds.text("AC Name", name, 1, 512);
  }

  @Override
  public ElementCodec<AcName> codec() {
    return CODEC;
  }
}
