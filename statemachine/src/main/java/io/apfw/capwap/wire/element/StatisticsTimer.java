package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Statistics Timer, RFC 5415 section 4.6.38: 16 bits.
 *
 * @param seconds time between two reports
 */
public record StatisticsTimer(int seconds) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 36;

  static final ElementCodec<StatisticsTimer> CODEC =
      new ElementCodec<>(TYPE, StatisticsTimer.class) {
        @Override
        protected StatisticsTimer readBody(WireReader body) throws MalformedException {
          return new StatisticsTimer(body.u16("Statistics Timer"));
        }

        @Override
        protected void writeBody(StatisticsTimer element, WireWriter out) {
          out.u16(element.seconds());
        }
      };

  public StatisticsTimer {
    Bounds.u16("Statistics Timer", seconds);
  }

  @Override
  public ElementCodec<StatisticsTimer> codec() {
    return CODEC;
  }
}
