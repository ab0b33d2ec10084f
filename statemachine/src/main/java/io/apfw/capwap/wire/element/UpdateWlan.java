package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Update WLAN, RFC 5416 section 6.21: radio 8 bits, WLAN 8, capability 16, key index 8,
 * key status 8, key length 16, key.
 *
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 * @param capability the capability field of IEEE 802.11, most significant bit first
 * @param keyIndex index of the key
 * @param keyStatus {@link AddWlan#KEY_PER_STATION} to {@link AddWlan#KEY_REKEY_ENDS}
 * @param key may be empty
 */
public record UpdateWlan(
    int radioId, int wlanId, int capability, int keyIndex, int keyStatus, Secret key)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1044;

  static final ElementCodec<UpdateWlan> CODEC =
      new ElementCodec<>(TYPE, UpdateWlan.class) {
        @Override
        protected UpdateWlan readBody(WireReader body) throws MalformedException {
          return new UpdateWlan(
              body.u8("Radio ID"),
              body.u8("WLAN ID"),
              body.u16("Capability"),
              body.u8("Key Index"),
              body.u8("Key Status"),
              new Secret(body.octets("Key", body.u16("Key Length"))));
        }

        @Override
        protected void writeBody(UpdateWlan element, WireWriter out) {
          out.u8(element.radioId()).u8(element.wlanId()).u16(element.capability());
          out.u8(element.keyIndex()).u8(element.keyStatus());
          out.u16(element.key().bytes().length()).octets(element.key().bytes());
        }
      };

  public UpdateWlan {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
    Bounds.u16("Capability", capability);
    Bounds.u8("Key Index", keyIndex);
    Bounds.u8("Key Status", keyStatus);
  }

  @Override
  public ElementCodec<UpdateWlan> codec() {
    return CODEC;
  }
}
