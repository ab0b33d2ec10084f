package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Discovery Type, RFC 5415 section 4.6.21, how the WTP came to know the AC: 8 bits.
 *
 * @param source one of the constants
 */
public record DiscoveryType(int source) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 20;

  /** Not known. */
  public static final int UNKNOWN = 0;

  /** Configured. */
  public static final int STATIC = 1;

  /** A DHCP option. */
  public static final int DHCP = 2;

  /** A DNS name. */
  public static final int DNS = 3;

  /** Another AC named it. */
  public static final int AC_REFERRAL = 4;

  static final ElementCodec<DiscoveryType> CODEC =
      new ElementCodec<>(TYPE, DiscoveryType.class) {
        @Override
        protected DiscoveryType readBody(WireReader body) throws MalformedException {
          return new DiscoveryType(body.u8("Discovery Type"));
        }

        @Override
        protected void writeBody(DiscoveryType element, WireWriter out) {
          out.u8(element.source());
        }
      };

  public DiscoveryType {
    Bounds.u8("Discovery Type", source);
  }

  @Override
  public ElementCodec<DiscoveryType> codec() {
    return CODEC;
  }
}
