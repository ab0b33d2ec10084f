package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * IEEE 802.11 Tx Power Level, RFC 5416 section 6.19: radio 8 bits, number of levels 8, then 16 bits
 * for each.
 *
 * @param radioId 1 to 31
 * @param levelsMilliwatts 1 to 255 levels that the radio has
 */
public record TxPowerLevel(int radioId, List<Integer> levelsMilliwatts) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1042;

  static final ElementCodec<TxPowerLevel> CODEC =
      new ElementCodec<>(TYPE, TxPowerLevel.class) {
        @Override
        protected TxPowerLevel readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          int count = body.u8("Num Levels");
          List<Integer> levels = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            levels.add(body.u16("Power Level"));
          }
          return new TxPowerLevel(radioId, levels);
        }

        @Override
        protected void writeBody(TxPowerLevel element, WireWriter out) {
          out.u8(element.radioId()).u8(element.levelsMilliwatts().size());
          element.levelsMilliwatts().forEach(out::u16);
        }
      };

  public TxPowerLevel {
    Bounds.u8("Radio ID", radioId);
    Bounds.range("Num Levels", levelsMilliwatts.size(), 1, 255);
    levelsMilliwatts.forEach(level -> Bounds.u16("Power Level", level));
    levelsMilliwatts = List.copyOf(levelsMilliwatts);
  }

  @Override
  public ElementCodec<TxPowerLevel> codec() {
    return CODEC;
  }
}
