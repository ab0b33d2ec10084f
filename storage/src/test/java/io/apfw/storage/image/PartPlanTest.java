package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.storage.trust.BlockMap;
import io.apfw.storage.trust.BlockMaps;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PartPlanTest {
  private static final BlockWriter.Tally NOTHING = new BlockWriter.Tally(0, 0, 0);
  private static final int OFFSET = 4096;

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  @Test
  void neighbours_and_gaps_of_one_block_are_one_part() {
    PartPlan plan = PartPlan.of(BlockMaps.of(20, 7), bits(0, 1, 3, 6, 19), OFFSET, NOTHING);
    assertThat(plan.parts())
        .containsExactly(
            new FilePart(0, 4, OFFSET, 4 * 65_536),
            new FilePart(6, 1, OFFSET + 6 * 65_536, 65_536),
            new FilePart(19, 1, OFFSET + 19 * 65_536, 7));
    assertThat(plan.bytes()).isEqualTo(5 * 65_536 + 7);
  }

  @Test
  void nothing_missing_is_no_part() {
    assertThat(PartPlan.of(BlockMaps.of(20, 7), new BitSet(), OFFSET, NOTHING).parts()).isEmpty();
  }

  /** Whatever is missing is in one of few parts, which do not touch and end with missing blocks. */
  @Property(tries = 200)
  void all_that_is_missing_is_asked_for_once(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 3000) int blocks) {
    BlockMap map = BlockMaps.of(blocks, 1 + random.nextInt(65_536));
    BitSet missing = new BitSet();
    double density = random.nextDouble();
    for (int block = 0; block < blocks; block++) {
      missing.set(block, random.nextDouble() < density);
    }
    PartPlan plan = PartPlan.of(map, missing, OFFSET, NOTHING);
    assertThat(plan.parts()).hasSizeLessThanOrEqualTo(PartPlan.PARTS_MAX);
    BitSet asked = new BitSet();
    int end = -1;
    for (FilePart part : plan.parts()) {
      int last = part.firstBlock() + part.blocks() - 1;
      assertThat(part.firstBlock()).isGreaterThan(end);
      assertThat(missing.get(part.firstBlock())).isTrue();
      assertThat(missing.get(last)).isTrue();
      assertThat(part.offset()).isEqualTo(OFFSET + map.offset(part.firstBlock()));
      assertThat(part.offset() + part.bytes())
          .isEqualTo(OFFSET + map.offset(last) + map.bytes(last));
      asked.set(part.firstBlock(), last + 1);
      end = last + 1;
    }
    BitSet forgotten = (BitSet) missing.clone();
    forgotten.andNot(asked);
    assertThat(forgotten.isEmpty()).isTrue();
  }
}
