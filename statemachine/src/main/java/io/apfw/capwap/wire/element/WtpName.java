package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP Name, RFC 5415 section 4.6.45.
 *
 * @param name 1 to 512 bytes of UTF-8, not terminated
 */
public record WtpName(String name) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 45;

  static final ElementCodec<WtpName> CODEC =
      new ElementCodec<>(TYPE, WtpName.class) {
        @Override
        protected WtpName readBody(WireReader body) throws MalformedException {
          return new WtpName(body.text("WTP Name"));
        }

        @Override
        protected void writeBody(WtpName element, WireWriter out) {
          out.text(element.name());
        }
      };

  public WtpName {
    Bounds.text("WTP Name", name, 1, 512);
  }

  @Override
  public ElementCodec<WtpName> codec() {
    return CODEC;
  }
}
