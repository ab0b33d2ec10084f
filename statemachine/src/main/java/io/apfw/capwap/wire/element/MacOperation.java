package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 MAC Operation, RFC 5416 section 6.7: radio 8 bits, reserved 8, RTS threshold 16,
 * short retry 8, long retry 8, fragmentation threshold 16, Tx MSDU lifetime 32, Rx MSDU lifetime
 * 32.
 *
 * @param radioId 1 to 31
 * @param rtsThresholdBytes longer frames are sent after RTS/CTS
 * @param shortRetry attempts for frames up to the RTS threshold
 * @param longRetry attempts for longer ones
 * @param fragmentationThresholdBytes longer frames are fragmented
 * @param txLifetimeUnits in time units of 1024 microseconds
 * @param rxLifetimeUnits in time units of 1024 microseconds
 */
public record MacOperation(
    int radioId,
    int rtsThresholdBytes,
    int shortRetry,
    int longRetry,
    int fragmentationThresholdBytes,
    long txLifetimeUnits,
    long rxLifetimeUnits)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1030;

  static final ElementCodec<MacOperation> CODEC =
      new ElementCodec<>(TYPE, MacOperation.class) {
        @Override
        protected MacOperation readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          body.skip("Reserved", 1);
          int rtsThresholdBytes = body.u16("RTS Threshold");
          int shortRetry = body.u8("Short Retry");
          int longRetry = body.u8("Long Retry");
          int fragmentationThresholdBytes = body.u16("Fragmentation Threshold");
          long txLifetimeUnits = body.u32("Tx MSDU Lifetime");
          long rxLifetimeUnits = body.u32("Rx MSDU Lifetime");
          return new MacOperation(
              radioId,
              rtsThresholdBytes,
              shortRetry,
              longRetry,
              fragmentationThresholdBytes,
              txLifetimeUnits,
              rxLifetimeUnits);
        }

        @Override
        protected void writeBody(MacOperation element, WireWriter out) {
          out.u8(element.radioId()).zeros(1).u16(element.rtsThresholdBytes());
          out.u8(element.shortRetry()).u8(element.longRetry());
          out.u16(element.fragmentationThresholdBytes()).u32(element.txLifetimeUnits());
          out.u32(element.rxLifetimeUnits());
        }
      };

  public MacOperation {
    Bounds.u8("Radio ID", radioId);
    Bounds.u16("RTS Threshold", rtsThresholdBytes);
    Bounds.u8("Short Retry", shortRetry);
    Bounds.u8("Long Retry", longRetry);
    Bounds.u16("Fragmentation Threshold", fragmentationThresholdBytes);
    Bounds.u32("Tx MSDU Lifetime", txLifetimeUnits);
    Bounds.u32("Rx MSDU Lifetime", rxLifetimeUnits);
  }

  @Override
  public ElementCodec<MacOperation> codec() {
    return CODEC;
  }
}
