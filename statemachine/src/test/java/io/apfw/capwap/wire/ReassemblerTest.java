package io.apfw.capwap.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReassemblerTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final Reassembler.Limits LIMITS = new Reassembler.Limits(4096, 8, 5_000, 3);
  private static final Reassembler.Result PENDING = new Reassembler.Result.Pending();

  private final Reassembler reassembler = new Reassembler(LIMITS);

  @Test
  void anUnfragmentedPacketIsCompleteAsItIs() {
    Octets payload = Octets.hex("0102");
    Reassembler.Result result =
        reassembler.accept(new CapwapPacket(CapwapHeader.control(), payload), NOW);
    assertThat(result).isEqualTo(new Reassembler.Result.Complete(payload));
  }

  @Test
  void theFragmentsOfTheVectorsMakeTheWholeVector() {
    List<Octets> whole = new ArrayList<>();
    for (int order : new int[] {3, 1, 1, 2}) {
      byte[] frame = Vectors.frame("reset-request-fragment-" + order);
      CapwapPacket packet = ParsedAssert.value(CapwapPacket.decode(Octets.of(frame)));
      assertThat(packet.encode()).isEqualTo(frame);
      if (reassembler.accept(packet, NOW) instanceof Reassembler.Result.Complete complete) {
        whole.add(complete.payload());
      }
    }
    byte[] vector = Vectors.frame("reset-request");
    assertThat(whole).containsExactly(Octets.of(Arrays.copyOfRange(vector, 8, vector.length)));
    assertThat(reassembler.heldBytes()).isZero();
  }

  @Test
  void whatTheFragmenterCutsComesBackInAnyOrderWithDuplicates() {
    Random random = new Random(5415);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(900)];
      random.nextBytes(bytes);
      Octets payload = Octets.of(bytes);
      Fragmenter fragmenter = new Fragmenter(132 + random.nextInt(60));
      List<CapwapPacket> packets = new ArrayList<>();
      fragmenter.split(CapwapHeader.control(), payload).forEach(packets::add);
      if (packets.size() > 1) {
        packets.add(packets.get(random.nextInt(packets.size() - 1)));
        // The last to arrive must be new, or a duplicate would begin another set.
        CapwapPacket last = packets.remove(0);
        packets.removeIf(last::equals);
        Collections.shuffle(packets, random);
        packets.add(last);
      }
      List<Reassembler.Result> results =
          packets.stream().map(packet -> reassembler.accept(packet, NOW)).toList();
      assertThat(results.get(results.size() - 1))
          .as("seed 5415, round %d", round)
          .isEqualTo(new Reassembler.Result.Complete(payload));
      assertThat(results.subList(0, results.size() - 1)).allMatch(PENDING::equals);
    }
  }

  @Test
  void fragmentsAreMultiplesOfEightAndFitThePacket() {
    Fragmenter fragmenter = new Fragmenter(135);
    List<CapwapPacket> packets =
        fragmenter.split(CapwapHeader.control(), Octets.wrap(new byte[300]));
    assertThat(packets).allMatch(packet -> packet.encode().length <= 135);
    assertThat(packets)
        .extracting(packet -> packet.payload().length())
        .containsExactly(120, 120, 60);
    assertThat(packets)
        .extracting(packet -> packet.header().fragmentOffset())
        .containsExactly(0, 15, 30);
    assertThat(packets)
        .extracting(packet -> packet.header().lastFragment())
        .containsExactly(false, false, true);
  }

  @Test
  void fragmentIdsCountAndWrap() {
    Fragmenter fragmenter = new Fragmenter(132);
    List<Integer> ids =
        IntStream.range(0, 0x10001)
            .mapToObj(
                i ->
                    fragmenter
                        .split(CapwapHeader.control(), Octets.wrap(new byte[125]))
                        .get(0)
                        .header()
                        .fragmentId())
            .toList();
    assertThat(ids.get(0)).isZero();
    assertThat(ids.get(0xffff)).isEqualTo(0xffff);
    assertThat(ids.get(0x10000)).isZero();
  }

  @Test
  void overlapsAreRefusedAndTheSetIsDropped() {
    assertThat(accept(7, 1, 16, false)).isEqualTo(PENDING);
    assertRefused(accept(7, 0, 16, false), "bytes 0 to 16 overlap bytes 8 to 24");
    assertThat(reassembler.heldBytes()).isZero();

    assertThat(accept(7, 0, 16, false)).isEqualTo(PENDING);
    assertRefused(accept(7, 1, 16, false), "bytes 8 to 24 overlap bytes 0 to 16");
    assertThat(reassembler.heldBytes()).isZero();
  }

  @Test
  void theSameOffsetWithOtherBytesIsAnOverlap() {
    assertThat(accept(7, 0, 16, false)).isEqualTo(PENDING);
    Octets other = Octets.wrap(new byte[16]);
    assertRefused(
        reassembler.accept(
            new CapwapPacket(CapwapHeader.control().asFragment(7, 0, false), other), NOW),
        "overlap");
  }

  @Test
  void nothingFollowsTheLastFragment() {
    assertThat(accept(7, 2, 3, true)).isEqualTo(PENDING);
    assertRefused(accept(7, 3, 8, false), "bytes 24 to 32 follow the last fragment's 19");
    assertThat(accept(7, 4, 8, false)).isEqualTo(PENDING);
    assertRefused(accept(7, 2, 3, true), "the last fragment ends at 19, others lie beyond");
  }

  @Test
  void badShapesAreRefused() {
    assertRefused(accept(1, 0, 0, false), "a fragment is empty");
    assertRefused(accept(1, 0, 12, false), "a fragment of 12 bytes is not the last");
    assertRefused(accept(1, 511, 9, true), "ends at byte 4097: reassemblyBytesMax is 4096");
  }

  @Test
  void tooManyFragmentsAreRefused() {
    for (int i = 0; i < 8; i++) {
      assertThat(accept(1, i * 2, 8, false)).isEqualTo(PENDING);
    }
    assertRefused(accept(1, 40, 8, false), "more fragments than fragmentsMax, 8");
    assertThat(reassembler.heldBytes()).isZero();
  }

  @Test
  void aSetThatIsNeverCompletedIsDroppedByAge() {
    assertThat(accept(9, 0, 16, false)).isEqualTo(PENDING);
    assertThat(reassembler.takeAbandoned(NOW.plusMillis(4_999))).isEmpty();
    assertThat(reassembler.takeAbandoned(NOW.plusMillis(5_000)))
        .containsExactly(
            "fragment set 9 (1 fragments, 16 bytes) dropped: still incomplete after 5000 ms");
    assertThat(reassembler.heldBytes()).isZero();
    assertThat(reassembler.takeAbandoned(NOW.plusMillis(5_000))).isEmpty();
  }

  @Test
  void aLateFragmentBeginsANewSet() {
    accept(9, 0, 16, false);
    Octets end = Octets.wrap(new byte[4]);
    CapwapPacket last = new CapwapPacket(CapwapHeader.control().asFragment(9, 2, true), end);
    assertThat(reassembler.accept(last, NOW.plusSeconds(6))).isEqualTo(PENDING);
    assertThat(reassembler.heldBytes()).isEqualTo(4);
  }

  @Test
  void memoryStaysBoundedWhateverComes() {
    for (int id = 0; id < 1000; id++) {
      accept(id, 0, 4096, false);
      assertThat(reassembler.heldBytes()).isLessThanOrEqualTo(3 * 4096);
    }
    assertThat(reassembler.takeAbandoned(NOW))
        .hasSize(3)
        .last()
        .isEqualTo(
            "fragment set 996 (1 fragments, 4096 bytes) dropped:"
                + " the oldest of 3 incomplete sets, no room for more");
  }

  @Test
  void hostileFragmentsNeverThrowNorGrow() {
    Random random = new Random(53);
    for (int i = 0; i < 50_000; i++) {
      accept(random.nextInt(6), random.nextInt(600), random.nextInt(40) * 4, random.nextBoolean());
      assertThat(reassembler.heldBytes()).isLessThanOrEqualTo(3 * 4096);
    }
  }

  @Test
  void limitsMustMakeSense() {
    assertThatThrownBy(() -> new Reassembler.Limits(4096, 1, 5_000, 3))
        .hasMessage("fragmentsMax 1: 2 to 8192");
    assertThatThrownBy(() -> new Fragmenter(100)).hasMessageStartingWith("packetBytesMax 100");
  }

  /** The fragment at {@code offset} * 8 of a payload whose every byte tells its place. */
  private Reassembler.Result accept(int id, int offset, int bytes, boolean last) {
    byte[] part = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      part[i] = (byte) (offset * 8 + i + 1);
    }
    CapwapHeader header = CapwapHeader.control().asFragment(id, offset, last);
    return reassembler.accept(new CapwapPacket(header, Octets.wrap(part)), NOW);
  }

  private static void assertRefused(Reassembler.Result result, String reason) {
    assertThat(result).isInstanceOf(Reassembler.Result.Malformed.class);
    assertThat(((Reassembler.Result.Malformed) result).reason())
        .startsWith("fragment set ")
        .contains(reason);
  }
}
