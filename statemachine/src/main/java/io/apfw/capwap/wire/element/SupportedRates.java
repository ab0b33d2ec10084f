package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Supported Rates, RFC 5416 section 6.17: radio 8 bits, then 8 bits for each rate; the
 * rates of the hardware, from the WTP.
 *
 * @param radioId 1 to 31
 * @param rates 2 to 8 bytes, as dot11OperationalRateSet
 */
public record SupportedRates(int radioId, Octets rates) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1040;

  static final ElementCodec<SupportedRates> CODEC =
      new ElementCodec<>(TYPE, SupportedRates.class) {
        @Override
        protected SupportedRates readBody(WireReader body) throws MalformedException {
          return new SupportedRates(body.u8("Radio ID"), body.rest("Supported Rates"));
        }

        @Override
        protected void writeBody(SupportedRates element, WireWriter out) {
          out.u8(element.radioId()).octets(element.rates());
        }
      };

  public SupportedRates {
    Bounds.u8("Radio ID", radioId);
    Bounds.length("Supported Rates", rates.length(), 2, 8);
  }

  @Override
  public ElementCodec<SupportedRates> codec() {
    return CODEC;
  }
}
