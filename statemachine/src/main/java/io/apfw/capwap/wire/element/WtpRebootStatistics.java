package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP Reboot Statistics, RFC 5415 section 4.6.47: seven counters of 16 bits, then the last
 * failure's type in 8. The counters wrap; 65535 in the first two means that the WTP does not know.
 *
 * @param rebootCount reboots after a crash
 * @param acInitiatedCount reboots that the AC asked for
 * @param linkFailureCount connections lost with the link
 * @param softwareFailureCount connections lost to software
 * @param hardwareFailureCount connections lost to hardware
 * @param otherFailureCount connections lost to another known cause
 * @param unknownFailureCount connections lost to an unknown cause
 * @param lastFailure {@link #NOT_SUPPORTED} to {@link #UNKNOWN}
 */
public record WtpRebootStatistics(
    int rebootCount,
    int acInitiatedCount,
    int linkFailureCount,
    int softwareFailureCount,
    int hardwareFailureCount,
    int otherFailureCount,
    int unknownFailureCount,
    int lastFailure)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 48;

  /** Not supported. */
  public static final int NOT_SUPPORTED = 0;

  /** The AC asked for a reset. */
  public static final int AC_INITIATED = 1;

  /** Link failure. */
  public static final int LINK_FAILURE = 2;

  /** Software failure. */
  public static final int SOFTWARE_FAILURE = 3;

  /** Hardware failure. */
  public static final int HARDWARE_FAILURE = 4;

  /** Another failure. */
  public static final int OTHER_FAILURE = 5;

  /** The WTP does not know. */
  public static final int UNKNOWN = 255;

  static final ElementCodec<WtpRebootStatistics> CODEC =
      new ElementCodec<>(TYPE, WtpRebootStatistics.class) {
        @Override
        protected WtpRebootStatistics readBody(WireReader body) throws MalformedException {
          return new WtpRebootStatistics(
              body.u16("Reboot Count"),
              body.u16("AC Initiated Count"),
              body.u16("Link Failure Count"),
              body.u16("SW Failure Count"),
              body.u16("HW Failure Count"),
              body.u16("Other Failure Count"),
              body.u16("Unknown Failure Count"),
              body.u8("Last Failure Type"));
        }

        @Override
        protected void writeBody(WtpRebootStatistics element, WireWriter out) {
          out.u16(element.rebootCount()).u16(element.acInitiatedCount());
          out.u16(element.linkFailureCount()).u16(element.softwareFailureCount());
          out.u16(element.hardwareFailureCount()).u16(element.otherFailureCount());
          out.u16(element.unknownFailureCount()).u8(element.lastFailure());
        }
      };

  public WtpRebootStatistics {
    Bounds.u16("Reboot Count", rebootCount);
    Bounds.u16("AC Initiated Count", acInitiatedCount);
    Bounds.u16("Link Failure Count", linkFailureCount);
    Bounds.u16("SW Failure Count", softwareFailureCount);
    Bounds.u16("HW Failure Count", hardwareFailureCount);
    Bounds.u16("Other Failure Count", otherFailureCount);
    Bounds.u16("Unknown Failure Count", unknownFailureCount);
    Bounds.u8("Last Failure Type", lastFailure);
  }

  @Override
  public ElementCodec<WtpRebootStatistics> codec() {
    return CODEC;
  }
}
