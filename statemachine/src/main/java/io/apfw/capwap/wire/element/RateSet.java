package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Rate Set, RFC 5416 section 6.11: radio 8 bits, then 8 bits for each rate; the rates
 * of beacons and probe responses, from the AC.
 *
 * @param radioId 1 to 31
 * @param rates 2 to 8 bytes, as dot11OperationalRateSet
 */
public record RateSet(int radioId, Octets rates) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1034;

  static final ElementCodec<RateSet> CODEC =
      new ElementCodec<>(TYPE, RateSet.class) {
        @Override
        protected RateSet readBody(WireReader body) throws MalformedException {
          return new RateSet(body.u8("Radio ID"), body.rest("Rate Set"));
        }

        @Override
        protected void writeBody(RateSet element, WireWriter out) {
          out.u8(element.radioId()).octets(element.rates());
        }
      };

  public RateSet {
    Bounds.u8("Radio ID", radioId);
    Bounds.length("Rate Set", rates.length(), 2, 8);
  }

  @Override
  public ElementCodec<RateSet> codec() {
    return CODEC;
  }
}
