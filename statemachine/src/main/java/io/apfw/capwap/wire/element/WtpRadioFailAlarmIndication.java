package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 WTP Radio Fail Alarm Indication, RFC 5416 section 6.24: radio 8 bits, type 8, status
 * 8, pad 8.
 *
 * @param radioId 1 to 31
 * @param failedPart {@link #RECEIVER} or {@link #TRANSMITTER}
 * @param status {@link #CLEARED} or {@link #FAILED}
 */
public record WtpRadioFailAlarmIndication(int radioId, int failedPart, int status)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1047;

  /** The receiver. */
  public static final int RECEIVER = 1;

  /** The transmitter. */
  public static final int TRANSMITTER = 2;

  /** The failure is over. */
  public static final int CLEARED = 0;

  /** The part has failed. */
  public static final int FAILED = 1;

  static final ElementCodec<WtpRadioFailAlarmIndication> CODEC =
      new ElementCodec<>(TYPE, WtpRadioFailAlarmIndication.class) {
        @Override
        protected WtpRadioFailAlarmIndication readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          int failedPart = body.u8("Type");
          int status = body.u8("Status");
          body.skip("Reserved", 1);
          return new WtpRadioFailAlarmIndication(radioId, failedPart, status);
        }

        @Override
        protected void writeBody(WtpRadioFailAlarmIndication element, WireWriter out) {
          out.u8(element.radioId()).u8(element.failedPart()).u8(element.status()).zeros(1);
        }
      };

  public WtpRadioFailAlarmIndication {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Type", failedPart);
    Bounds.u8("Status", status);
  }

  @Override
  public ElementCodec<WtpRadioFailAlarmIndication> codec() {
    return CODEC;
  }
}
