package io.apfw.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.storage.device.MemoryDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.image.BlockWriter.Tally;
import io.apfw.storage.slot.InactiveSlot;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.Slots;
import io.apfw.storage.trust.ImageHead;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import io.apfw.storage.trust.VerifiedHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Blocks in any order, and no more writing than is needed. */
class BlockWriterTest {
  private static final int BLOCK = Manifest.BLOCK_BYTES;
  private static final ImageParts PARTS = ImageParts.signedBy(AccessPoint.SIGNER);
  private static final byte[] PAYLOAD = PARTS.payload();
  private static final int BLOCKS = 17;
  private static final VerifiedHead HEAD = headOf(PARTS);

  private final MemoryDevice device = new MemoryDevice(new byte[AccessPoint.SLOT_BYTES], true);

  private static VerifiedHead headOf(ImageParts parts) {
    try {
      return AccessPoint.VERIFIER.verifyHead(
          new ImageHead(parts.manifest(), parts.signature(), parts.blockMap()),
          AccessPoint.expectation(),
          AccessPoint.CLOCK.reading());
    } catch (ImageRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer block(int index) {
    int at = index * BLOCK;
    return ByteBuffer.wrap(PAYLOAD, at, Math.min(BLOCK, PAYLOAD.length - at)).slice();
  }

  private static BlockWriter open(MemoryDevice device, boolean resuming) throws StorageException {
    return new BlockWriter(HEAD, Slots.inactive(SlotId.PART1, device).openForWriting(), resuming);
  }

  private static void put(MemoryDevice device, int... blocks) {
    for (int index : blocks) {
      block(index).get(device.content(), index * BLOCK, block(index).remaining());
    }
  }

  private static void assertWhole(MemoryDevice device) throws StorageException {
    InactiveSlot slot = Slots.inactive(SlotId.PART1, device);
    assertThat(AccessPoint.VERIFIER.verifySlot(HEAD, slot).slot()).isEqualTo(SlotId.PART1);
    assertThat(device.forces).isPositive();
  }

  /** Any order of any part; then the rest after a restart, which knows nothing of the first. */
  @Property(tries = 60)
  void blocks_come_in_any_order_and_a_restart_writes_only_the_rest(
      @ForAll Random random, @ForAll boolean uncached) throws Exception {
    MemoryDevice slot = new MemoryDevice(new byte[AccessPoint.SLOT_BYTES], uncached);
    List<Integer> order = IntStream.range(0, BLOCKS).boxed().collect(Collectors.toList());
    Collections.shuffle(order, random);
    int some = random.nextInt(BLOCKS + 1);
    try (BlockWriter writer = open(slot, false)) {
      for (int index : order.subList(0, some)) {
        writer.write(index, block(index));
      }
      // What is still gathered to be written is lost here, as in a cut.
    }
    long before = slot.writes.stream().mapToLong(Integer::longValue).sum();
    try (BlockWriter writer = open(slot, true)) {
      writer.keepStanding();
      assertThat(writer.tally().keptBytes()).isEqualTo(before);
      BitSet missing = writer.missing();
      assertThat(missing.cardinality()).isGreaterThanOrEqualTo(BLOCKS - some);
      for (int index : order) {
        if (missing.get(index)) {
          writer.write(index, block(index));
        }
      }
      writer.finish();
      assertThat(writer.tally()).isEqualTo(new Tally(PAYLOAD.length - before, before, 0));
    }
    assertThat(slot.writes.stream().mapToLong(Integer::longValue).sum()).isEqualTo(PAYLOAD.length);
    assertWhole(slot);
  }

  @Test
  void blocks_that_follow_each_other_are_written_together() throws Exception {
    try (BlockWriter writer = open(device, false)) {
      for (int index : new int[] {12, 13, 14, 15, 16, 0, 1, 2, 5, 4, 3}) {
        writer.write(index, block(index));
      }
      for (int index = 6; index < 12; index++) {
        writer.write(index, block(index));
      }
      writer.finish();
    }
    int last = PAYLOAD.length - 12 * BLOCK;
    assertThat(device.writes).containsExactly(last, 3 * BLOCK, BLOCK, BLOCK, BLOCK, 6 * BLOCK);
    assertWhole(device);
  }

  @Test
  void a_block_that_is_not_as_signed_is_refused_and_nothing_of_it_written() throws Exception {
    try (BlockWriter writer = open(device, false)) {
      ByteBuffer wrong = ByteBuffer.allocate(BLOCK).put(block(3)).flip();
      wrong.put(BLOCK - 1, (byte) ~wrong.get(BLOCK - 1));
      assertThatThrownBy(() -> writer.write(3, wrong))
          .isInstanceOf(ImageRefusedException.class)
          .hasMessageContaining("BLOCK_MISMATCH")
          .hasMessageContaining("block 3 of 17, at payload offset 196608");
      assertThatThrownBy(() -> writer.write(2, block(3))).hasMessageContaining("block 2 of 17");
      assertThatThrownBy(() -> writer.write(16, block(3))).hasMessageContaining("block 16 of 17");
      assertThat(writer.missing().cardinality()).isEqualTo(17);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
    assertThat(device.content()).containsOnly(0);
  }

  @Test
  void only_what_hashes_equal_in_its_place_is_kept() throws Exception {
    put(device, 0, 1, 2, 7, 16);
    device.content()[2 * BLOCK + 511] ^= 1;
    block(5).get(device.content(), 9 * BLOCK, BLOCK);
    try (BlockWriter writer = open(device, true)) {
      writer.keepStanding();
      assertThat(writer.missing().stream().toArray())
          .containsExactly(2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15);
    }
  }

  @Test
  void a_stream_of_everything_writes_only_what_does_not_stand_there() throws Exception {
    put(device, 0, 3, 4, 16);
    device.content()[3 * BLOCK] ^= 1;
    Tally tally = stream(device, true);
    assertThat(tally.keptBytes()).isEqualTo(2 * BLOCK + PAYLOAD.length - 16 * BLOCK);
    assertThat(tally.writtenBytes()).isEqualTo(PAYLOAD.length - tally.keptBytes());
    assertThat(device.writes).containsExactly(3 * BLOCK, 11 * BLOCK);
    assertWhole(device);
  }

  @Test
  void an_equal_slot_is_forced_though_nothing_is_written() throws Exception {
    put(device, IntStream.range(0, BLOCKS).toArray());
    assertThat(stream(device, true)).isEqualTo(new Tally(0, PAYLOAD.length, 0));
    assertThat(device.writes).isEmpty();
    assertThat(device.forces).isEqualTo(1);
  }

  @Test
  void another_image_is_written_without_reading_the_old_one() throws Exception {
    put(device, 0, 3);
    device.failReads(new IOException("the slot was read"));
    assertThat(stream(device, false)).isEqualTo(new Tally(PAYLOAD.length, 0, 0));
    assertThat(device.writes).containsExactly(16 * BLOCK, PAYLOAD.length - 16 * BLOCK);
  }

  @Test
  void what_cannot_be_read_is_written() throws Exception {
    put(device, IntStream.range(0, BLOCKS).toArray());
    device.failReads(new IOException("Input/output error"));
    assertThat(stream(device, true)).isEqualTo(new Tally(PAYLOAD.length, 0, 0));
    try (BlockWriter writer = open(device, true)) {
      writer.keepStanding();
      assertThat(writer.missing().cardinality()).isEqualTo(BLOCKS);
    }
  }

  @Test
  void blocks_of_the_running_slot_are_taken_wherever_they_stand() throws Exception {
    MemoryDevice running = new MemoryDevice(new byte[40 * BLOCK], true);
    for (int index = 0; index < 8; index++) {
      block(index).get(running.content(), (30 - index) * BLOCK, BLOCK);
    }
    // One that stands between two places, one torn, and the short one inside a full block.
    block(8).get(running.content(), 3 * BLOCK + 512, BLOCK);
    block(9).get(running.content(), 5 * BLOCK, BLOCK - 1);
    block(16).get(running.content(), 7 * BLOCK, block(16).remaining());
    put(device, 0, 10);
    try (BlockWriter writer = open(device, false)) {
      writer.keepStanding();
      writer.copyFrom(running);
      assertThat(writer.missing().stream().toArray()).containsExactly(8, 9, 11, 12, 13, 14, 15, 16);
      assertThat(writer.tally()).isEqualTo(new Tally(7 * BLOCK, 2 * BLOCK, 7 * BLOCK));
      for (int index : writer.missing().stream().toArray()) {
        writer.write(index, block(index));
      }
      writer.finish();
    }
    assertThat(running.writes).isEmpty();
    assertWhole(device);
  }

  @Test
  void bytes_that_occur_twice_are_copied_to_both_places() throws Exception {
    byte[] payload = Arrays.copyOf(PAYLOAD, 4 * BLOCK);
    System.arraycopy(payload, 0, payload, 2 * BLOCK, BLOCK);
    VerifiedHead twice = headOf(ImageParts.of(payload, AccessPoint.SIGNER));
    MemoryDevice running = new MemoryDevice(Arrays.copyOf(payload, 2 * BLOCK), false);
    try (BlockWriter writer =
        new BlockWriter(twice, Slots.inactive(SlotId.PART1, device).openForWriting(), false)) {
      writer.copyFrom(running);
      assertThat(writer.missing().stream().toArray()).containsExactly(3);
    }
  }

  private static Tally stream(MemoryDevice device, boolean resuming) throws Exception {
    try (InputStream image = new ByteArrayInputStream(PARTS.tar())) {
      return new ImageIngest(AccessPoint.VERIFIER, AccessPoint.expectation(), AccessPoint.CLOCK)
          .run(image, head -> open(device, resuming));
    }
  }
}
