package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * AC Name with Priority, RFC 5415 section 4.6.5: priority 8 bits, then the name.
 *
 * @param priority 1 to 255; 1 is the primary AC
 * @param name 1 to 512 bytes of UTF-8, not terminated
 */
public record AcNameWithPriority(int priority, String name) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 5;

  static final ElementCodec<AcNameWithPriority> CODEC =
      new ElementCodec<>(TYPE, AcNameWithPriority.class) {
        @Override
        protected AcNameWithPriority readBody(WireReader body) throws MalformedException {
          return new AcNameWithPriority(body.u8("Priority"), body.text("AC Name"));
        }

        @Override
        protected void writeBody(AcNameWithPriority element, WireWriter out) {
          out.u8(element.priority()).text(element.name());
        }
      };

  public AcNameWithPriority {
    Bounds.range("Priority", priority, 1, 255);
    Bounds.text("AC Name", name, 1, 512);
  }

  @Override
  public ElementCodec<AcNameWithPriority> codec() {
    return CODEC;
  }
}
