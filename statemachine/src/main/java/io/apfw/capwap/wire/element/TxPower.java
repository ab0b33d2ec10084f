package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Tx Power, RFC 5416 section 6.18: radio 8 bits, reserved 8, power 16.
 *
 * @param radioId 1 to 31
 * @param powerMilliwatts the power used, or to be used
 */
public record TxPower(int radioId, int powerMilliwatts) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1041;

  static final ElementCodec<TxPower> CODEC =
      new ElementCodec<>(TYPE, TxPower.class) {
        @Override
        protected TxPower readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          body.skip("Reserved", 1);
          int powerMilliwatts = body.u16("Current Tx Power");
          return new TxPower(radioId, powerMilliwatts);
        }

        @Override
        protected void writeBody(TxPower element, WireWriter out) {
          out.u8(element.radioId()).zeros(1).u16(element.powerMilliwatts());
        }
      };

  public TxPower {
    Bounds.u8("Radio ID", radioId);
    Bounds.u16("Current Tx Power", powerMilliwatts);
  }

  @Override
  public ElementCodec<TxPower> codec() {
    return CODEC;
  }
}
