package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP Frame Tunnel Mode, RFC 5415 section 4.6.43: 8 bits.
 *
 * @param modes bits of the modes supported
 */
public record WtpFrameTunnelMode(int modes) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 41;

  /** N: native frames to the AC. */
  public static final int NATIVE = 0x08;

  /** E: IEEE 802.3 frames to the AC. */
  public static final int ETHERNET = 0x04;

  /** L: user traffic is bridged at the WTP. */
  public static final int LOCAL_BRIDGING = 0x02;

  static final ElementCodec<WtpFrameTunnelMode> CODEC =
      new ElementCodec<>(TYPE, WtpFrameTunnelMode.class) {
        @Override
        protected WtpFrameTunnelMode readBody(WireReader body) throws MalformedException {
          return new WtpFrameTunnelMode(body.u8("WTP Frame Tunnel Mode"));
        }

        @Override
        protected void writeBody(WtpFrameTunnelMode element, WireWriter out) {
          out.u8(element.modes());
        }
      };

  public WtpFrameTunnelMode {
    Bounds.u8("WTP Frame Tunnel Mode", modes);
  }

  @Override
  public ElementCodec<WtpFrameTunnelMode> codec() {
    return CODEC;
  }
}
