package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * An element for which we have no record; it is kept and written again byte for byte.
 *
 * @param type 1 to 65535
 * @param body what follows type and length, at most 65535 bytes
 */
public record UnknownElement(int type, Octets body) implements MessageElement {
  public UnknownElement {
    Bounds.range("message element type", type, 1, 0xffff);
    Bounds.length("body of element " + type, body.length(), 0, 0xffff);
  }

  @Override
  public ElementCodec<UnknownElement> codec() {
    int unknownType = type;
    return new ElementCodec<>(unknownType, UnknownElement.class) {
      @Override
      protected UnknownElement readBody(WireReader in) throws MalformedException {
        return new UnknownElement(unknownType, in.rest("body"));
      }

      @Override
      protected void writeBody(UnknownElement element, WireWriter out) {
        out.octets(element.body());
      }
    };
  }
}
