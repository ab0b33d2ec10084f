package io.apfw.drills.writes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * What power cuts could leave of a disk. After each write the power may go; of the writes since the
 * last flush any subset is on the medium, and of each any of its sectors.
 *
 * <ul>
 *   <li>Up to {@value #EXHAUSTIVE_WRITES_MAX} such writes: every subset of them. Above that all of
 *       them, all but one, the last alone.
 *   <li>The last one torn behind each of its sectors, each other one behind one of them.
 *   <li>{@value #DRAWN} drawn by the seed, half of them with a whole beginning.
 * </ul>
 *
 * Of more than {@value #SINGLES_MAX} writes, the last and as many others are left out or torn one
 * by one. Images are never made: what has to be known of one is the sum of differences.
 */
final class CrashImages {
  private static final int EXHAUSTIVE_WRITES_MAX = 5;
  private static final int SINGLES_MAX = 256;
  private static final int DRAWN = 32;
  private static final int PERCENT = 100;
  private static final int TORN_ONE_IN = 8;
  private static final int LATE_ONE_IN = 4;

  /** Which writes, and which of their sectors, are on the medium. */
  interface Choice {
    /** Whether a sector of an unflushed write is; both are counted from 0. */
    boolean keeps(int write, int sector);
  }

  /** Takes images one after the other. */
  interface Visitor {
    /**
     * One image.
     *
     * @param choice its toString says which it is
     */
    void visit(Tally image, Choice choice) throws IOException;
  }

  private final Medium medium;
  private final long seed;
  private final Map<Integer, Version> durable = new HashMap<>();
  private final Map<Integer, Version> newest = new HashMap<>();
  private final List<UnflushedWrite> unflushed = new ArrayList<>();
  private final byte[] environment;
  private Tally base;
  private Tally all;
  private int writes;

  CrashImages(Medium medium, long seed) {
    this.medium = medium;
    this.seed = seed;
    this.base = Tally.before(medium);
    this.all = base.copy();
    Partitions.Range range = medium.environment();
    this.environment = new byte[range.sectors() * LoggedWrite.SECTOR_BYTES];
    for (int i = 0; i < range.sectors(); i++) {
      store(range.first() + i, medium.before(range.first() + i), environment);
    }
  }

  /** The disk with everything that was written so far. */
  Tally now() {
    return all.copy();
  }

  /** Goes on by one entry, and shows what a power cut just after it could leave. */
  void next(LoggedWrite entry, Visitor visitor) throws IOException {
    if (entry.flush()) {
      flush();
    } else {
      write(entry);
      writes++;
      cut(visitor);
    }
  }

  /** The environment partition of an image; with nothing unflushed every choice is the same. */
  byte[] environment(Choice choice) {
    byte[] bytes = environment.clone();
    for (int write = 0; write < unflushed.size(); write++) {
      LoggedWrite logged = unflushed.get(write).logged;
      for (int i = 0; i < logged.sectors(); i++) {
        int sector = logged.firstSector() + i;
        if (medium.environment().has(sector) && choice.keeps(write, i)) {
          store(sector, logged.sector(i), bytes);
        }
      }
    }
    return bytes;
  }

  private void store(int sector, ByteBuffer content, byte[] environmentBytes) {
    int at = (sector - medium.environment().first()) * LoggedWrite.SECTOR_BYTES;
    content.get(environmentBytes, at, LoggedWrite.SECTOR_BYTES);
  }

  private void flush() {
    byte[] now = environment((write, sector) -> true);
    System.arraycopy(now, 0, environment, 0, now.length);
    for (Version version : newest.values()) {
      version.write = null;
      version.below = null;
    }
    durable.putAll(newest);
    newest.clear();
    unflushed.clear();
    base = all.copy();
  }

  private void write(LoggedWrite entry) {
    UnflushedWrite write = new UnflushedWrite(entry, medium);
    for (int i = 0; i < entry.sectors(); i++) {
      Version version = new Version(medium, entry.firstSector() + i, entry.sector(i));
      Version old = durable(version.sector);
      Version under = newest.getOrDefault(version.sector, old);
      version.write = write;
      version.below = under;
      newest.put(version.sector, version);
      write.versions.add(version);
      write.alone.replace(old, version);
      write.missing.replace(version, under);
      all.replace(under, version);
      if (under.write != null && under.below != null) {
        // Whether that one is there makes no difference to this sector any more.
        under.write.missing.replace(under.below, under);
        under.write.shared = true;
        write.shared = true;
      }
    }
    unflushed.add(write);
  }

  private Version durable(int sector) {
    return durable.computeIfAbsent(sector, s -> new Version(medium, s, medium.before(s)));
  }

  private void cut(Visitor visitor) throws IOException {
    int count = unflushed.size();
    int last = count - 1;
    Random random = new Random(seed * 1_000_003 + writes);
    if (count <= EXHAUSTIVE_WRITES_MAX) {
      for (int subset = 0; subset < 1 << count; subset++) {
        visit(new Subset(BitSet.valueOf(new long[] {subset}), Map.of()), visitor);
      }
    } else {
      visitor.visit(all, new Torn(-1, 0));
      visit(new Subset(bits(last, count), Map.of()), visitor);
      for (int single : singles(random)) {
        visitor.visit(all.copy().add(unflushed.get(single).missing), new Torn(single, 0));
      }
    }
    for (int single : singles(random)) {
      int sectors = unflushed.get(single).versions.size();
      if (sectors > 1 && single != last) {
        tear(single, 1 + random.nextInt(sectors - 1), visitor);
      }
    }
    tearLast(visitor);
    if (count > 1 || unflushed.get(last).versions.size() > 1) {
      for (int i = 0; i < DRAWN; i++) {
        visit(i % 2 == 0 ? drawn(random) : late(random), visitor);
      }
    }
  }

  /** The writes that are left out or torn one by one. */
  private int[] singles(Random random) {
    int count = unflushed.size();
    if (count <= SINGLES_MAX) {
      return IntStream.range(0, count).toArray();
    }
    int recent = SINGLES_MAX / 2;
    return IntStream.range(0, SINGLES_MAX)
        .map(i -> i < recent ? count - 1 - i : random.nextInt(count - recent))
        .toArray();
  }

  private void tear(int write, int kept, Visitor visitor) throws IOException {
    Tally image = all.copy();
    List<Version> versions = unflushed.get(write).versions;
    for (Version version : versions.subList(kept, versions.size())) {
      lose(version, image);
    }
    visitor.visit(image, new Torn(write, kept));
  }

  private void tearLast(Visitor visitor) throws IOException {
    int last = unflushed.size() - 1;
    List<Version> versions = unflushed.get(last).versions;
    Tally image = all.copy();
    for (int kept = versions.size() - 1; kept > 0; kept--) {
      lose(versions.get(kept), image);
      visitor.visit(image.copy(), new Torn(last, kept));
    }
  }

  private void lose(Version version, Tally image) {
    if (newest.get(version.sector) == version && version.below != null) {
      image.replace(version, version.below);
    }
  }

  /** Some writes are there, some are not, some are torn anywhere. */
  private Subset drawn(Random random) {
    int percent = 1 + random.nextInt(PERCENT - 1);
    BitSet kept = new BitSet();
    Map<Integer, BitSet> torn = new HashMap<>();
    for (int write = 0; write < unflushed.size(); write++) {
      if (random.nextInt(PERCENT) < percent) {
        kept.set(write);
        if (random.nextInt(TORN_ONE_IN) == 0) {
          torn.put(write, sectors(write, random));
        }
      }
    }
    return new Subset(kept, torn);
  }

  private BitSet sectors(int write, Random random) {
    BitSet sectors = new BitSet();
    for (int i = 0; i < unflushed.get(write).versions.size(); i++) {
      sectors.set(i, random.nextBoolean());
    }
    return sectors;
  }

  /** A beginning is there, of the rest only a few and the last. */
  private Subset late(Random random) {
    int last = unflushed.size() - 1;
    int whole = random.nextInt(last + 1);
    BitSet kept = bits(0, whole);
    for (int write = whole; write < last; write++) {
      kept.set(write, random.nextInt(LATE_ONE_IN) == 0);
    }
    kept.set(last);
    return new Subset(kept, Map.of());
  }

  private static BitSet bits(int from, int to) {
    BitSet bits = new BitSet();
    bits.set(from, to);
    return bits;
  }

  private void visit(Subset subset, Visitor visitor) throws IOException {
    Tally image = base.copy();
    Map<Integer, Version> overlaid = new HashMap<>();
    for (int i = subset.kept.nextSetBit(0); i >= 0; i = subset.kept.nextSetBit(i + 1)) {
      UnflushedWrite write = unflushed.get(i);
      if (!write.shared && !subset.torn.containsKey(i)) {
        image.add(write.alone);
        continue;
      }
      for (int sector = 0; sector < write.versions.size(); sector++) {
        if (subset.keeps(i, sector)) {
          Version version = write.versions.get(sector);
          overlaid.put(version.sector, version);
        }
      }
    }
    for (Version version : overlaid.values()) {
      image.replace(durable(version.sector), version);
    }
    visitor.visit(image, subset);
  }

  private String name(int write) {
    return unflushed.get(write).logged.where();
  }

  /** All writes, one of them only up to a sector; none of them when it is -1. */
  private final class Torn implements Choice {
    private final int write;
    private final int kept;

    Torn(int write, int kept) {
      this.write = write;
      this.kept = kept;
    }

    @Override
    public boolean keeps(int other, int sector) {
      return other != write || sector < kept;
    }

    @Override
    public String toString() {
      String all = "all up to " + name(unflushed.size() - 1);
      if (write < 0) {
        return all;
      }
      return kept == 0
          ? all + " but " + name(write)
          : all + ", of " + name(write) + " only the first " + kept + " sectors";
    }
  }

  /** Some writes, some of them torn. */
  private final class Subset implements Choice {
    private final BitSet kept;
    private final Map<Integer, BitSet> torn;

    Subset(BitSet kept, Map<Integer, BitSet> torn) {
      this.kept = kept;
      this.torn = torn;
    }

    @Override
    public boolean keeps(int write, int sector) {
      BitSet sectors = torn.get(write);
      return kept.get(write) && (sectors == null || sectors.get(sector));
    }

    private String ranges() {
      StringJoiner ranges = new StringJoiner(" ");
      for (int from = kept.nextSetBit(0); from >= 0; ) {
        int to = kept.nextClearBit(from) - 1;
        ranges.add(from == to ? "" + from : from + "-" + to);
        from = kept.nextSetBit(to + 1);
      }
      return ranges.length() == 0 ? "none" : ranges.toString();
    }

    @Override
    public String toString() {
      return "up to "
          + name(unflushed.size() - 1)
          + ", of the "
          + unflushed.size()
          + " not flushed, from 0, no. "
          + ranges()
          + (torn.isEmpty() ? "" : ", " + torn.keySet() + " of them torn");
    }
  }
}
