package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Station QoS Profile, RFC 5416 section 6.14: MAC address 48 bits, reserved 13,
 * priority 3.
 *
 * @param address 6 bytes
 * @param priorityMax 0 to 7, the highest IEEE 802.1p priority of the station
 */
public record StationQosProfile(Octets address, int priorityMax) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1037;

  static final ElementCodec<StationQosProfile> CODEC =
      new ElementCodec<>(TYPE, StationQosProfile.class) {
        @Override
        protected StationQosProfile readBody(WireReader body) throws MalformedException {
          return new StationQosProfile(body.octets("MAC Address", 6), body.u16("8021p") & 7);
        }

        @Override
        protected void writeBody(StationQosProfile element, WireWriter out) {
          out.octets(element.address()).u16(element.priorityMax());
        }
      };

  public StationQosProfile {
    Bounds.length("MAC Address", address.length(), 6, 6);
    Bounds.range("8021p", priorityMax, 0, 7);
  }

  @Override
  public ElementCodec<StationQosProfile> codec() {
    return CODEC;
  }
}
