package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 WTP Radio Configuration, RFC 5416 section 6.23: radio 8 bits, short preamble 8,
 * BSSIDs 8, DTIM period 8, BSSID 48, beacon period 16, country string 32.
 *
 * @param radioId 1 to 31
 * @param shortPreamble 0 not supported, 1 supported
 * @param bssidsMax most BSSIDs of the radio, 1 to 16
 * @param dtimPeriod beacon intervals between two with a DTIM count of 0
 * @param bssid 6 bytes, the radio's base address
 * @param beaconPeriodUnits in time units of 1024 microseconds
 * @param country two letters of ISO 3166-1; space, O, I, X, or ff for "not used"; 0
 */
public record WtpRadioConfiguration(
    int radioId,
    int shortPreamble,
    int bssidsMax,
    int dtimPeriod,
    Octets bssid,
    int beaconPeriodUnits,
    Octets country)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1046;

  static final ElementCodec<WtpRadioConfiguration> CODEC =
      new ElementCodec<>(TYPE, WtpRadioConfiguration.class) {
        @Override
        protected WtpRadioConfiguration readBody(WireReader body) throws MalformedException {
          return new WtpRadioConfiguration(
              body.u8("Radio ID"),
              body.u8("Short Preamble"),
              body.u8("Num of BSSIDs"),
              body.u8("DTIM Period"),
              body.octets("BSSID", 6),
              body.u16("Beacon Period"),
              body.octets("Country String", 4));
        }

        @Override
        protected void writeBody(WtpRadioConfiguration element, WireWriter out) {
          out.u8(element.radioId()).u8(element.shortPreamble()).u8(element.bssidsMax());
          out.u8(element.dtimPeriod()).octets(element.bssid()).u16(element.beaconPeriodUnits());
          out.octets(element.country());
        }
      };

  public WtpRadioConfiguration {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Short Preamble", shortPreamble);
    Bounds.u8("Num of BSSIDs", bssidsMax);
    Bounds.u8("DTIM Period", dtimPeriod);
    Bounds.length("BSSID", bssid.length(), 6, 6);
    Bounds.u16("Beacon Period", beaconPeriodUnits);
    Bounds.length("Country String", country.length(), 4, 4);
  }

  @Override
  public ElementCodec<WtpRadioConfiguration> codec() {
    return CODEC;
  }
}
