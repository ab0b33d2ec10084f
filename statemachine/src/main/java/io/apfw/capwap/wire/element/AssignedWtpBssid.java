package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Assigned WTP BSSID, RFC 5416 section 6.3: radio 8 bits, WLAN 8, BSSID 48; the answer
 * to {@link AddWlan}. The RFC recommends the base BSSID plus the WLAN ID.
 *
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 * @param bssid 6 bytes, the choice of the WTP
 */
public record AssignedWtpBssid(int radioId, int wlanId, Octets bssid) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1026;

  static final ElementCodec<AssignedWtpBssid> CODEC =
      new ElementCodec<>(TYPE, AssignedWtpBssid.class) {
        @Override
        protected AssignedWtpBssid readBody(WireReader body) throws MalformedException {
          return new AssignedWtpBssid(
              body.u8("Radio ID"), body.u8("WLAN ID"), body.octets("BSSID", 6));
        }

        @Override
        protected void writeBody(AssignedWtpBssid element, WireWriter out) {
          out.u8(element.radioId()).u8(element.wlanId()).octets(element.bssid());
        }
      };

  public AssignedWtpBssid {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.length("BSSID", bssid.length(), 6, 6);
  }

  @Override
  public ElementCodec<AssignedWtpBssid> codec() {
    return CODEC;
  }
}
