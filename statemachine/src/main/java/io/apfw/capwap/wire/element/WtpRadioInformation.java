package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 WTP Radio Information, RFC 5416 section 6.25: radio 8 bits, then radio type bits 32.
 *
 * @param radioId 1 to 31
 * @param radioType bits of the PHYs
 */
public record WtpRadioInformation(int radioId, long radioType) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1048;

  /** IEEE 802.11b. */
  public static final int TYPE_B = 1;

  /** IEEE 802.11a. */
  public static final int TYPE_A = 2;

  /** IEEE 802.11g. */
  public static final int TYPE_G = 4;

  /** IEEE 802.11n. */
  public static final int TYPE_N = 8;

  static final ElementCodec<WtpRadioInformation> CODEC =
      new ElementCodec<>(TYPE, WtpRadioInformation.class) {
        @Override
        protected WtpRadioInformation readBody(WireReader body) throws MalformedException {
          return new WtpRadioInformation(body.u8("Radio ID"), body.u32("Radio Type"));
        }

        @Override
        protected void writeBody(WtpRadioInformation element, WireWriter out) {
          out.u8(element.radioId()).u32(element.radioType());
        }
      };

  public WtpRadioInformation {
    Bounds.u8("Radio ID", radioId);
    Bounds.u32("Radio Type", radioType);
  }

  @Override
  public ElementCodec<WtpRadioInformation> codec() {
    return CODEC;
  }
}
