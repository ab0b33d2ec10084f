package io.apfw.cloud;

import io.apfw.update.Inventory;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine keeps between checks.
 *
 * @param inventory what images the AP has
 * @param managed a controller manages the AP
 * @param failures checks that failed, and updates that came to nothing, in a row
 * @param attempt number of the last exchange
 * @param entropy where every random choice comes from
 * @param challenges the last ones, oldest first, at most {@link #CHALLENGES_MAX}
 */
public record CloudMemory(
    Inventory inventory,
    boolean managed,
    int failures,
    int attempt,
    long entropy,
    List<String> challenges) {
  /** Challenges remembered. */
  public static final int CHALLENGES_MAX = 16;

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** A random number below a bound, and the memory without it. */
  record Draw(long value, CloudMemory next) {}

  public CloudMemory {
    challenges = List.copyOf(challenges);
  }

  static CloudMemory fresh(Inventory inventory, long entropy) {
    return new CloudMemory(inventory, false, 0, 0, entropy, List.of());
  }

  /** One step of splitmix64. */
  Draw draw(long bound) {
    long next = entropy + GOLDEN;
    long bits = next;
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    bits ^= bits >>> 31;
    return new Draw(
        Long.remainderUnsigned(bits, bound),
        new CloudMemory(inventory, managed, failures, attempt, next, challenges));
  }

  CloudMemory with(Inventory other) {
    return new CloudMemory(other, managed, failures, attempt, entropy, challenges);
  }

  CloudMemory withManaged(boolean now) {
    return new CloudMemory(inventory, now, failures, attempt, entropy, challenges);
  }

  CloudMemory withFailures(int count) {
    return new CloudMemory(inventory, managed, count, attempt, entropy, challenges);
  }

  CloudMemory withNextAttempt() {
    return new CloudMemory(inventory, managed, failures, attempt + 1, entropy, challenges);
  }

  CloudMemory withChallenge(String challenge) {
    List<String> kept = new ArrayList<>(challenges);
    kept.add(challenge);
    return new CloudMemory(
        inventory,
        managed,
        failures,
        attempt,
        entropy,
        kept.subList(Math.max(0, kept.size() - CHALLENGES_MAX), kept.size()));
  }
}
