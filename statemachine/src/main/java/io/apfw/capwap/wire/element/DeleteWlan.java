package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Delete WLAN, RFC 5416 section 6.4: radio 8 bits, WLAN 8.
 *
 * @param radioId 1 to 31
 * @param wlanId 1 to 16
 */
public record DeleteWlan(int radioId, int wlanId) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1027;

  static final ElementCodec<DeleteWlan> CODEC =
      new ElementCodec<>(TYPE, DeleteWlan.class) {
        @Override
        protected DeleteWlan readBody(WireReader body) throws MalformedException {
          return new DeleteWlan(body.u8("Radio ID"), body.u8("WLAN ID"));
        }

        @Override
        protected void writeBody(DeleteWlan element, WireWriter out) {
          out.u8(element.radioId()).u8(element.wlanId());
        }
      };

  public DeleteWlan {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("WLAN ID", wlanId);
  }

  @Override
  public ElementCodec<DeleteWlan> codec() {
    return CODEC;
  }
}
