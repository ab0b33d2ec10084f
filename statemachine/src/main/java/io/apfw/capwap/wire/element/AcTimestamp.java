package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * AC Timestamp, RFC 5415 section 4.6.6: 32 bits, the seconds of an NTP timestamp.
 *
 * <p>They began in 1900 and wrap in 2036. As RFC 4330 section 3 has it, a value with the highest
 * bit set is of the years 1968 to 2036, one without of 2036 to 2104.
 *
 * @param ntpSeconds seconds of the NTP era
 */
public record AcTimestamp(long ntpSeconds) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 6;

  /** 1970 in the seconds of 1900. */
  private static final long UNIX_EPOCH = 2_208_988_800L;

  private static final long ERA_SECONDS = 1L << 32;

  /** From here to the end of era 0; what is below belongs to era 1. */
  private static final long ERA_0_SECONDS = 1L << 31;

  static final ElementCodec<AcTimestamp> CODEC =
      new ElementCodec<>(TYPE, AcTimestamp.class) {
        @Override
        protected AcTimestamp readBody(WireReader body) throws MalformedException {
          return new AcTimestamp(body.u32("Timestamp"));
        }

        @Override
        protected void writeBody(AcTimestamp element, WireWriter out) {
          out.u32(element.ntpSeconds());
        }
      };

  public AcTimestamp {
    Bounds.u32("Timestamp", ntpSeconds);
  }

  /** The timestamp of a time from 1968 to 2104. */
  public static AcTimestamp ofUnixSeconds(long unixSeconds) {
    Bounds.range(
        "Unix time",
        unixSeconds,
        ERA_0_SECONDS - UNIX_EPOCH,
        ERA_0_SECONDS + ERA_SECONDS - 1 - UNIX_EPOCH);
    return new AcTimestamp((unixSeconds + UNIX_EPOCH) % ERA_SECONDS);
  }

  /** Seconds since 1970. */
  public long unixSeconds() {
    return (ntpSeconds < ERA_0_SECONDS ? ntpSeconds + ERA_SECONDS : ntpSeconds) - UNIX_EPOCH;
  }

  @Override
  public ElementCodec<AcTimestamp> codec() {
    return CODEC;
  }
}
