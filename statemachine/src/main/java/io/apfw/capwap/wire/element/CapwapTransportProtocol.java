package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * CAPWAP Transport Protocol, RFC 5415 section 4.6.14, of the data channel: 8 bits.
 *
 * @param transport {@link #UDP_LITE} or {@link #UDP}
 */
public record CapwapTransportProtocol(int transport) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 51;

  /** UDP-Lite, over IPv6 only. */
  public static final int UDP_LITE = 1;

  /** UDP. */
  public static final int UDP = 2;

  static final ElementCodec<CapwapTransportProtocol> CODEC =
      new ElementCodec<>(TYPE, CapwapTransportProtocol.class) {
        @Override
        protected CapwapTransportProtocol readBody(WireReader body) throws MalformedException {
          return new CapwapTransportProtocol(body.u8("Transport"));
        }

        @Override
        protected void writeBody(CapwapTransportProtocol element, WireWriter out) {
          out.u8(element.transport());
        }
      };

  public CapwapTransportProtocol {
    Bounds.u8("Transport", transport);
  }

  @Override
  public ElementCodec<CapwapTransportProtocol> codec() {
    return CODEC;
  }
}
