package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP Radio Statistics, RFC 5415 section 4.6.46: radio 8 bits, last failure 8, then nine fields of
 * 16 bits. The counters are never set back; they wrap.
 *
 * @param radioId 1 to 31
 * @param lastFailure {@link #NOT_SUPPORTED} to {@link #UNKNOWN}
 * @param resetCount the radio's resets
 * @param softwareFailureCount failures of software
 * @param hardwareFailureCount failures of hardware
 * @param otherFailureCount failures of another known cause
 * @param unknownFailureCount failures of an unknown cause
 * @param configUpdateCount changes of the radio's configuration
 * @param channelChangeCount changes of the channel
 * @param bandChangeCount changes of the band
 * @param noiseFloorDbm noise at the receiver, signed
 */
public record WtpRadioStatistics(
    int radioId,
    int lastFailure,
    int resetCount,
    int softwareFailureCount,
    int hardwareFailureCount,
    int otherFailureCount,
    int unknownFailureCount,
    int configUpdateCount,
    int channelChangeCount,
    int bandChangeCount,
    int noiseFloorDbm)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 47;

  /** Not supported. */
  public static final int NOT_SUPPORTED = 0;

  /** Software failure. */
  public static final int SOFTWARE_FAILURE = 1;

  /** Hardware failure. */
  public static final int HARDWARE_FAILURE = 2;

  /** Another failure. */
  public static final int OTHER_FAILURE = 3;

  /** The WTP does not know. */
  public static final int UNKNOWN = 255;

  static final ElementCodec<WtpRadioStatistics> CODEC =
      new ElementCodec<>(TYPE, WtpRadioStatistics.class) {
        @Override
        protected WtpRadioStatistics readBody(WireReader body) throws MalformedException {
          return new WtpRadioStatistics(
              body.u8("Radio ID"),
              body.u8("Last Failure Type"),
              body.u16("Reset Count"),
              body.u16("SW Failure Count"),
              body.u16("HW Failure Count"),
              body.u16("Other Failure Count"),
              body.u16("Unknown Failure Count"),
              body.u16("Config Update Count"),
              body.u16("Channel Change Count"),
              body.u16("Band Change Count"),
              (short) body.u16("Current Noise Floor"));
        }

        @Override
        protected void writeBody(WtpRadioStatistics element, WireWriter out) {
          out.u8(element.radioId()).u8(element.lastFailure()).u16(element.resetCount());
          out.u16(element.softwareFailureCount()).u16(element.hardwareFailureCount());
          out.u16(element.otherFailureCount()).u16(element.unknownFailureCount());
          out.u16(element.configUpdateCount()).u16(element.channelChangeCount());
          out.u16(element.bandChangeCount()).u16(element.noiseFloorDbm());
        }
      };

  public WtpRadioStatistics {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Last Failure Type", lastFailure);
    Bounds.u16("Reset Count", resetCount);
    Bounds.u16("SW Failure Count", softwareFailureCount);
    Bounds.u16("HW Failure Count", hardwareFailureCount);
    Bounds.u16("Other Failure Count", otherFailureCount);
    Bounds.u16("Unknown Failure Count", unknownFailureCount);
    Bounds.u16("Config Update Count", configUpdateCount);
    Bounds.u16("Channel Change Count", channelChangeCount);
    Bounds.u16("Band Change Count", bandChangeCount);
    Bounds.range("Current Noise Floor", noiseFloorDbm, Short.MIN_VALUE, Short.MAX_VALUE);
  }

  @Override
  public ElementCodec<WtpRadioStatistics> codec() {
    return CODEC;
  }
}
