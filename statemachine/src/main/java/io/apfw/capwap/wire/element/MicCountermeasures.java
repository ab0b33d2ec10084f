package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 MIC Countermeasures, RFC 5416 section 6.8: radio 8 bits, WLAN 8, MAC address 48.
 *
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 * @param station 6 bytes, whose frame failed the MIC
 */
public record MicCountermeasures(int radioId, int wlanId, Octets station)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1031;

  static final ElementCodec<MicCountermeasures> CODEC =
      new ElementCodec<>(TYPE, MicCountermeasures.class) {
        @Override
        protected MicCountermeasures readBody(WireReader body) throws MalformedException {
          return new MicCountermeasures(
              body.u8("Radio ID"), body.u8("WLAN ID"), body.octets("MAC Address", 6));
        }

        @Override
        protected void writeBody(MicCountermeasures element, WireWriter out) {
          out.u8(element.radioId()).u8(element.wlanId()).octets(element.station());
        }
      };

  public MicCountermeasures {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.length("MAC Address", station.length(), 6, 6);
  }

  @Override
  public ElementCodec<MicCountermeasures> codec() {
    return CODEC;
  }
}
