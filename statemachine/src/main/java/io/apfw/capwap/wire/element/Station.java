package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Station, RFC 5416 section 6.13: radio 8 bits, association 16, flags 8 (written 0,
 * ignored), MAC address 48, capabilities 16, WLAN 8, then 8 bits for each rate.
 *
 * @param radioId 1 to 31
 * @param associationId Association ID
 * @param address 6 bytes
 * @param capabilities the capability field of IEEE 802.11
 * @param wlanId 1 to 16
 * @param rates 1 to 126 bytes, as dot11OperationalRateSet
 */
public record Station(
    int radioId, int associationId, Octets address, int capabilities, int wlanId, Octets rates)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1036;

  static final ElementCodec<Station> CODEC =
      new ElementCodec<>(TYPE, Station.class) {
        @Override
        protected Station readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          int associationId = body.u16("Association ID");
          body.skip("Flags", 1);
          return new Station(
              radioId,
              associationId,
              body.octets("MAC Address", 6),
              body.u16("Capabilities"),
              body.u8("WLAN ID"),
              body.rest("Supported Rates"));
        }

        @Override
        protected void writeBody(Station element, WireWriter out) {
          out.u8(element.radioId()).u16(element.associationId()).u8(0).octets(element.address());
          out.u16(element.capabilities()).u8(element.wlanId()).octets(element.rates());
        }
      };

  public Station {
    Bounds.u8("Radio ID", radioId);
    Bounds.u16("Association ID", associationId);
    Bounds.length("MAC Address", address.length(), 6, 6);
    Bounds.u16("Capabilities", capabilities);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.length("Supported Rates", rates.length(), 1, 126);
  }

  @Override
  public ElementCodec<Station> codec() {
    return CODEC;
  }
}
