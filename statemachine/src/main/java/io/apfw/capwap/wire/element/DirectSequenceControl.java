package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Direct Sequence Control, RFC 5416 section 6.5: radio 8 bits, reserved 8, channel 8,
 * CCA 8, threshold 32. For 802.11b radios.
 *
 * @param radioId 1 to 31
 * @param channel channel of the DSSS PHY
 * @param cca how a clear channel is found: 1, 2, 4, 8 or 16, after dot11CCAModeSupported
 * @param energyDetectThreshold as dot11EDThreshold, signed
 */
public record DirectSequenceControl(int radioId, int channel, int cca, int energyDetectThreshold)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1028;

  static final ElementCodec<DirectSequenceControl> CODEC =
      new ElementCodec<>(TYPE, DirectSequenceControl.class) {
        @Override
        protected DirectSequenceControl readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          body.skip("Reserved", 1);
          int channel = body.u8("Current Channel");
          int cca = body.u8("Current CCA");
          int energyDetectThreshold = (int) body.u32("Energy Detect Threshold");
          return new DirectSequenceControl(radioId, channel, cca, energyDetectThreshold);
        }

        @Override
        protected void writeBody(DirectSequenceControl element, WireWriter out) {
          out.u8(element.radioId()).zeros(1).u8(element.channel()).u8(element.cca());
          out.u32(element.energyDetectThreshold());
        }
      };

  public DirectSequenceControl {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Current Channel", channel);
    Bounds.u8("Current CCA", cca);
  }

  @Override
  public ElementCodec<DirectSequenceControl> codec() {
    return CODEC;
  }
}
