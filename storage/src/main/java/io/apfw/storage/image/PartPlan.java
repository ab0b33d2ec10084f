package io.apfw.storage.image;

import io.apfw.storage.trust.BlockMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of an image file that bring what is missing on a slot. Another request costs a round
 * trip, so that a gap of one block is fetched with its neighbours; and there are never more than
 * {@value #PARTS_MAX} parts, whatever the slots hold: the smallest gaps are closed first.
 *
 * @param parts in the order of the file, none touching the next
 * @param found what stood on the slot, or was copied there, before anything is fetched
 */
public record PartPlan(List<FilePart> parts, BlockWriter.Tally found) {
  /** A gap of as many blocks, 64 KiB each, is fetched too. */
  static final int GAP_BLOCKS_MAX = 1;

  /** As many requests at most. */
  static final int PARTS_MAX = 256;

  /** Keeps its own copy. */
  public PartPlan {
    parts = List.copyOf(parts);
  }

  /** Bytes that are to be fetched. */
  public long bytes() {
    return parts.stream().mapToLong(FilePart::bytes).sum();
  }

  /**
   * @param missing numbers of the blocks wanted
   * @param payloadOffset of the payload in the file
   */
  static PartPlan of(BlockMap map, BitSet missing, long payloadOffset, BlockWriter.Tally found) {
    int gapMax = gapMax(missing);
    List<FilePart> parts = new ArrayList<>();
    int first = missing.nextSetBit(0);
    while (first >= 0) {
      int end = missing.nextClearBit(first);
      int next = missing.nextSetBit(end);
      while (next >= 0 && next - end <= gapMax) {
        end = missing.nextClearBit(next);
        next = missing.nextSetBit(end);
      }
      parts.add(
          new FilePart(
              first,
              end - first,
              payloadOffset + map.offset(first),
              map.offset(end - 1) + map.bytes(end - 1) - map.offset(first)));
      first = next;
    }
    return new PartPlan(parts, found);
  }

  /** The widest gap that is closed. */
  private static int gapMax(BitSet missing) {
    List<Integer> gaps = new ArrayList<>();
    int first = missing.nextSetBit(0);
    while (first >= 0) {
      int end = missing.nextClearBit(first);
      first = missing.nextSetBit(end);
      if (first >= 0) {
        gaps.add(first - end);
      }
    }
    gaps.sort(Comparator.reverseOrder());
    return gaps.size() < PARTS_MAX
        ? GAP_BLOCKS_MAX
        : Math.max(GAP_BLOCKS_MAX, gaps.get(PARTS_MAX - 1));
  }
}
