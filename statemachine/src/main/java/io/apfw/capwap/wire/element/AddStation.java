package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Add Station, RFC 5415 section 4.6.8: radio 8 bits, length 8, MAC address, then perhaps a VLAN
 * name.
 *
 * @param radioId 1 to 31
 * @param address 6 or 8 bytes
 * @param vlanName at most 512 bytes of UTF-8; empty for none
 */
public record AddStation(int radioId, Octets address, String vlanName) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 8;

  static final ElementCodec<AddStation> CODEC =
      new ElementCodec<>(TYPE, AddStation.class) {
        @Override
        protected AddStation readBody(WireReader body) throws MalformedException {
          return new AddStation(
              body.u8("Radio ID"), MacAddresses.read(body), body.text("VLAN Name"));
        }

        @Override
        protected void writeBody(AddStation element, WireWriter out) {
          out.u8(element.radioId());
          MacAddresses.write(element.address(), out);
          out.text(element.vlanName());
        }
      };

  public AddStation {
    Bounds.u8("Radio ID", radioId);
    Bounds.mac("MAC Address", address);
    Bounds.text("VLAN Name", vlanName, 0, 512);
  }

  @Override
  public ElementCodec<AddStation> codec() {
    return CODEC;
  }
}
