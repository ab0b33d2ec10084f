package io.apfw.drills.writes;

/** What has to be known of a disk to judge it, or the difference between two. */
final class Tally {
  private final Medium medium;
  private final int[] wrong;
  private long hash;
  private long environment;

  Tally(Medium medium) {
    this.medium = medium;
    this.wrong = new int[medium.counters()];
  }

  /** The disk before the first write. */
  static Tally before(Medium medium) {
    Tally tally = new Tally(medium);
    for (int sector = 0; sector < medium.sectors(); sector++) {
      if (medium.isSlot(sector)) {
        int matches = medium.matches(sector, medium.before(sector));
        for (int i = 0; i < medium.candidates(sector); i++) {
          tally.wrong[medium.counter(sector) + i] += 1 - (matches >> i & 1);
        }
      }
    }
    return tally;
  }

  Tally copy() {
    return new Tally(medium).add(this);
  }

  Tally add(Tally difference) {
    hash ^= difference.hash;
    environment ^= difference.environment;
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] += difference.wrong[i];
    }
    return this;
  }

  /** One sector holds something else. */
  Tally replace(Version from, Version to) {
    hash ^= from.hash ^ to.hash;
    if (medium.environment().has(to.sector)) {
      environment ^= from.hash ^ to.hash;
    }
    int counter = medium.counter(to.sector);
    for (int i = 0; i < medium.candidates(to.sector); i++) {
      wrong[counter + i] += (from.matches >> i & 1) - (to.matches >> i & 1);
    }
    return this;
  }

  /** The same for equal disks, and but for chance only for them. */
  long hash() {
    return hash;
  }

  /** The same for disks whose environment partition is equal. */
  long environment() {
    return environment;
  }

  /** How many sectors differ from a candidate. */
  int wrong(int counter) {
    return wrong[counter];
  }
}
