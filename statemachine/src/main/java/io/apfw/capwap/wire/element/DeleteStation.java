package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Delete Station, RFC 5415 section 4.6.20: radio 8 bits, length 8, MAC address.
 *
 * @param radioId 1 to 31
 * @param address 6 or 8 bytes
 */
public record DeleteStation(int radioId, Octets address) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 18;

  static final ElementCodec<DeleteStation> CODEC =
      new ElementCodec<>(TYPE, DeleteStation.class) {
        @Override
        protected DeleteStation readBody(WireReader body) throws MalformedException {
          return new DeleteStation(body.u8("Radio ID"), MacAddresses.read(body));
        }

        @Override
        protected void writeBody(DeleteStation element, WireWriter out) {
          out.u8(element.radioId());
          MacAddresses.write(element.address(), out);
        }
      };

  public DeleteStation {
    Bounds.u8("Radio ID", radioId);
    Bounds.mac("MAC Address", address);
  }

  @Override
  public ElementCodec<DeleteStation> codec() {
    return CODEC;
  }
}
