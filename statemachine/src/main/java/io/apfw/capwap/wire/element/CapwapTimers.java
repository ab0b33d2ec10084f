package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * CAPWAP Timers, RFC 5415 section 4.6.13: two times of 8 bits.
 *
 * @param discoverySeconds MaxDiscoveryInterval
 * @param echoRequestSeconds EchoInterval
 */
public record CapwapTimers(int discoverySeconds, int echoRequestSeconds) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 12;

  static final ElementCodec<CapwapTimers> CODEC =
      new ElementCodec<>(TYPE, CapwapTimers.class) {
        @Override
        protected CapwapTimers readBody(WireReader body) throws MalformedException {
          return new CapwapTimers(body.u8("Discovery"), body.u8("Echo Request"));
        }

        @Override
        protected void writeBody(CapwapTimers element, WireWriter out) {
          out.u8(element.discoverySeconds()).u8(element.echoRequestSeconds());
        }
      };

  public CapwapTimers {
    Bounds.u8("Discovery", discoverySeconds);
    Bounds.u8("Echo Request", echoRequestSeconds);
  }

  @Override
  public ElementCodec<CapwapTimers> codec() {
    return CODEC;
  }
}
