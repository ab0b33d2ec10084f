package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Information Element, RFC 5416 section 6.6: radio 8 bits, WLAN 8, flags B and P,
 * reserved 6, then an information element as IEEE 802.11 writes it.
 *
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 * @param inBeacon B: beacons carry it
 * @param inProbeResponse P: probe responses carry it
 * @param element its type, length and value
 */
public record InformationElement(
    int radioId, int wlanId, boolean inBeacon, boolean inProbeResponse, Octets element)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1029;

  private static final int BEACON = 0x80;
  private static final int PROBE_RESPONSE = 0x40;

  static final ElementCodec<InformationElement> CODEC =
      new ElementCodec<>(TYPE, InformationElement.class) {
        @Override
        protected InformationElement readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          int wlanId = body.u8("WLAN ID");
          int flags = body.u8("Flags");
          return new InformationElement(
              radioId,
              wlanId,
              (flags & BEACON) != 0,
              (flags & PROBE_RESPONSE) != 0,
              body.rest("Info Element"));
        }

        @Override
        protected void writeBody(InformationElement element, WireWriter out) {
          int flags =
              (element.inBeacon() ? BEACON : 0) | (element.inProbeResponse() ? PROBE_RESPONSE : 0);
          out.u8(element.radioId()).u8(element.wlanId()).u8(flags).octets(element.element());
        }
      };

  public InformationElement {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.length("Info Element", element.length(), 1, 257);
  }

  @Override
  public ElementCodec<InformationElement> codec() {
    return CODEC;
  }
}
