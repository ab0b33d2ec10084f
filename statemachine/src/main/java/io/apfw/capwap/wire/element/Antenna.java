package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Antenna, RFC 5416 section 6.2: radio 8 bits, diversity 8, combiner 8, number of
 * antennas 8, then 8 bits for each.
 *
 * @param radioId 1 to 31
 * @param diversity 0 off, 1 on
 * @param combiner 1 sectorized left, 2 sectorized right, 3 omni, 4 MIMO
 * @param antennas 1 to 255 bytes, one for each antenna: 1 internal, 2 external
 */
public record Antenna(int radioId, int diversity, int combiner, Octets antennas)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1025;

  static final ElementCodec<Antenna> CODEC =
      new ElementCodec<>(TYPE, Antenna.class) {
        @Override
        protected Antenna readBody(WireReader body) throws MalformedException {
          return new Antenna(
              body.u8("Radio ID"),
              body.u8("Diversity"),
              body.u8("Combiner"),
              body.octets("Antenna Selection", body.u8("Antenna Count")));
        }

        @Override
        protected void writeBody(Antenna element, WireWriter out) {
          out.u8(element.radioId()).u8(element.diversity()).u8(element.combiner());
          out.u8(element.antennas().length()).octets(element.antennas());
        }
      };

  public Antenna {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Diversity", diversity);
    Bounds.u8("Combiner", combiner);
    Bounds.length("Antenna Selection", antennas.length(), 1, 255);
  }

  @Override
  public ElementCodec<Antenna> codec() {
    return CODEC;
  }
}
