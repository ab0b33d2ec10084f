package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 OFDM Control, RFC 5416 section 6.10: radio 8 bits, reserved 8, channel 8, bands 8, TI
 * threshold 32. For 802.11a radios.
 *
 * @param radioId 1 to 31
 * @param channel channel of the OFDM PHY
 * @param bands bits of dot11FrequencyBandsSupported
 * @param tiThreshold as dot11TIThreshold, signed
 */
public record OfdmControl(int radioId, int channel, int bands, int tiThreshold)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1033;

  static final ElementCodec<OfdmControl> CODEC =
      new ElementCodec<>(TYPE, OfdmControl.class) {
        @Override
        protected OfdmControl readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          body.skip("Reserved", 1);
          int channel = body.u8("Current Channel");
          int bands = body.u8("Band Supported");
          int tiThreshold = (int) body.u32("TI Threshold");
          return new OfdmControl(radioId, channel, bands, tiThreshold);
        }

        @Override
        protected void writeBody(OfdmControl element, WireWriter out) {
          out.u8(element.radioId()).zeros(1).u8(element.channel()).u8(element.bands());
          out.u32(element.tiThreshold());
        }
      };

  public OfdmControl {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Current Channel", channel);
    Bounds.u8("Band Supported", bands);
  }

  @Override
  public ElementCodec<OfdmControl> codec() {
    return CODEC;
  }
}
