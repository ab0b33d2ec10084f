package io.apfw.drills.net;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What a network does to datagrams, as a function of a seed: the fate of the n-th datagram in one
 * direction is always the same, whenever it comes.
 *
 * @param delayMicros one way, each datagram
 * @param jitterMicros up to so much more, at random; datagrams overtake each other if it is longer
 *     than the pause between them
 * @param lossPerMille lost
 * @param duplicatePerMille come twice, the second time with a jitter of its own
 * @param reorderPerMille come {@code reorderMicros} later than they would
 * @param reorderMicros enough for those behind to overtake
 * @param corruptPerMille have one byte that is not as it was sent, and a UDP checksum that fits
 * @param seed of all random choices
 */
public record Weather(
    long delayMicros,
    long jitterMicros,
    int lossPerMille,
    int duplicatePerMille,
    int reorderPerMille,
    long reorderMicros,
    int corruptPerMille,
    long seed) {
  /** Nothing happens. */
  public static final Weather FAIR = delay(0);

  private static final long DELAY_MICROS_MAX = 60_000_000;
  private static final int PER_MILLE = 1000;

  public Weather {
    for (long micros : new long[] {delayMicros, jitterMicros, reorderMicros}) {
      if (micros < 0 || micros > DELAY_MICROS_MAX) {
        throw new IllegalArgumentException("delay of " + micros + " us: 0 to " + DELAY_MICROS_MAX);
      }
    }
    for (int part : new int[] {lossPerMille, duplicatePerMille, reorderPerMille, corruptPerMille}) {
      if (part < 0 || part > PER_MILLE) {
        throw new IllegalArgumentException(part + " per mille: 0 to " + PER_MILLE);
      }
    }
  }

  /** Only a way that takes so long. */
  public static Weather delay(long oneWayMicros) {
    return new Weather(oneWayMicros, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * After how many microseconds each copy of a datagram arrives; empty when it is lost.
   *
   * @param toWtp the direction
   * @param number of the datagram in that direction, from 0
   */
  public List<Long> arrivals(boolean toWtp, long number) {
    SplittableRandom random = fate(toWtp ? 1 : 0, number);
    boolean lost = random.nextInt(PER_MILLE) < lossPerMille;
    boolean twice = random.nextInt(PER_MILLE) < duplicatePerMille;
    boolean late = random.nextInt(PER_MILLE) < reorderPerMille;
    List<Long> arrivals = new ArrayList<>();
    if (!lost) {
      arrivals.add(delayMicros + random.nextLong(jitterMicros + 1) + (late ? reorderMicros : 0));
      if (twice) {
        arrivals.add(delayMicros + random.nextLong(jitterMicros + 1));
      }
    }
    return arrivals;
  }

  /**
   * Which byte of a datagram, from 0, does not come as it was sent; empty when all do.
   *
   * @param toWtp the direction
   * @param number of the datagram in that direction, from 0
   * @param bytes its length, 1 or more
   */
  public OptionalInt corrupted(boolean toWtp, long number, int bytes) {
    SplittableRandom random = fate(toWtp ? 3 : 2, number);
    return random.nextInt(PER_MILLE) < corruptPerMille
        ? OptionalInt.of(random.nextInt(bytes))
        : OptionalInt.empty();
  }

  private SplittableRandom fate(int stream, long number) {
    long first = new SplittableRandom(seed * 31 + stream).split().nextLong();
    return new SplittableRandom(first ^ number * 0x9e37_79b9_7f4a_7c15L);
  }
}
