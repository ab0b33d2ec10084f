package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Decryption Error Report Period, RFC 5415 section 4.6.18: radio 8 bits, interval 16.
 *
 * @param radioId 1 to 31
 * @param reportIntervalSeconds time between two reports
 */
public record DecryptionErrorReportPeriod(int radioId, int reportIntervalSeconds)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 16;

  static final ElementCodec<DecryptionErrorReportPeriod> CODEC =
      new ElementCodec<>(TYPE, DecryptionErrorReportPeriod.class) {
        @Override
        protected DecryptionErrorReportPeriod readBody(WireReader body) throws MalformedException {
          return new DecryptionErrorReportPeriod(body.u8("Radio ID"), body.u16("Report Interval"));
        }

        @Override
        protected void writeBody(DecryptionErrorReportPeriod element, WireWriter out) {
          out.u8(element.radioId()).u16(element.reportIntervalSeconds());
        }
      };

  public DecryptionErrorReportPeriod {
    Bounds.u8("Radio ID", radioId);
    Bounds.u16("Report Interval", reportIntervalSeconds);
  }

  @Override
  public ElementCodec<DecryptionErrorReportPeriod> codec() {
    return CODEC;
  }
}
