package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Multi-Domain Capability, RFC 5416 section 6.9: radio 8 bits, reserved 8, first
 * channel 16, number of channels 16, power 16; the limits of one band.
 *
 * @param radioId 1 to 31
 * @param firstChannel lowest channel of the band
 * @param channels channels allowed
 * @param txPowerMaxDbm most power
 */
public record MultiDomainCapability(int radioId, int firstChannel, int channels, int txPowerMaxDbm)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1032;

  static final ElementCodec<MultiDomainCapability> CODEC =
      new ElementCodec<>(TYPE, MultiDomainCapability.class) {
        @Override
        protected MultiDomainCapability readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          body.skip("Reserved", 1);
          int firstChannel = body.u16("First Channel");
          int channels = body.u16("Number of Channels");
          int txPowerMaxDbm = body.u16("Max Tx Power Level");
          return new MultiDomainCapability(radioId, firstChannel, channels, txPowerMaxDbm);
        }

        @Override
        protected void writeBody(MultiDomainCapability element, WireWriter out) {
          out.u8(element.radioId()).zeros(1).u16(element.firstChannel());
          out.u16(element.channels()).u16(element.txPowerMaxDbm());
        }
      };

  public MultiDomainCapability {
    Bounds.u8("Radio ID", radioId);
    Bounds.u16("First Channel", firstChannel);
    Bounds.u16("Number of Channels", channels);
    Bounds.u16("Max Tx Power Level", txPowerMaxDbm);
  }

  @Override
  public ElementCodec<MultiDomainCapability> codec() {
    return CODEC;
  }
}
