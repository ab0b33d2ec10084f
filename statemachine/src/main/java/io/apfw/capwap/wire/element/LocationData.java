package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Location Data, RFC 5415 section 4.6.30.
 *
 * @param location 1 to 1024 bytes of UTF-8, not terminated
 */
public record LocationData(String location) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 28;

  static final ElementCodec<LocationData> CODEC =
      new ElementCodec<>(TYPE, LocationData.class) {
        @Override
        protected LocationData readBody(WireReader body) throws MalformedException {
          return new LocationData(body.text("Location"));
        }

        @Override
        protected void writeBody(LocationData element, WireWriter out) {
          out.text(element.location());
        }
      };

  public LocationData {
    Bounds.text("Location", location, 1, 1024);
  }

  @Override
  public ElementCodec<LocationData> codec() {
    return CODEC;
  }
}
