package io.apfw.capwap.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts fragments together again, RFC 5415 sections 3.4 and 4.3. One for each direction of a
 * session, used by one thread; the time is an argument.
 *
 * <p>Fragments may come in any order, and the same one more than once. The RFC does not allow them
 * to overlap: a set with an overlap is dropped as a whole, for nobody can tell which of its bytes
 * the sender meant. Held memory stays below {@code setsMax * reassemblyBytesMax}; when a new set
 * finds no room, the oldest goes, because the newest is what the peer is sending now.
 */
public final class Reassembler {

  /**
   * The bounds.
   *
   * @param reassemblyBytesMax the longest payload put together
   * @param fragmentsMax most fragments of one payload
   * @param fragmentAgeMillis a set that is incomplete this long after its first fragment is dropped
   * @param setsMax most payloads incomplete at once
   */
  public record Limits(
      int reassemblyBytesMax, int fragmentsMax, long fragmentAgeMillis, int setsMax) {
    /**
     * Enough for the longest control message at the smallest sensible path MTU, 1280 bytes; the age
     * is above the first two retransmissions (3 s, 6 s).
     */
    public static final Limits DEFAULT = new Limits(CapwapPacket.BYTES_MAX, 64, 10_000, 4);

    public Limits {
      Bounds.range("reassemblyBytesMax", reassemblyBytesMax, 8, CapwapPacket.BYTES_MAX);
      Bounds.range("fragmentsMax", fragmentsMax, 2, 8192);
      Bounds.range("fragmentAgeMillis", fragmentAgeMillis, 1, 600_000);
      Bounds.range("setsMax", setsMax, 1, 256);
    }
  }

  /** What became of a packet. */
  public sealed interface Result {
    /** A whole payload: that of an unfragmented packet, or one put together. */
    record Complete(Octets payload) implements Result {}

    /** A fragment was kept, or had been before; others are missing. */
    record Pending() implements Result {}

    /** The fragment, and with it its whole set, was dropped. */
    record Malformed(String reason) implements Result {}
  }

  private static final Result PENDING = new Result.Pending();

  private final Limits limits;
  private final Map<Integer, FragmentSet> sets = new LinkedHashMap<>();
  private final List<String> abandoned = new ArrayList<>();

  public Reassembler(Limits limits) {
    this.limits = limits;
  }

  /** Takes one packet in; an unfragmented one is complete at once and not copied. */
  public Result accept(CapwapPacket packet, Instant now) {
    if (!packet.header().fragment()) {
      return new Result.Complete(packet.payload());
    }
    dropAged(now);
    int id = packet.header().fragmentId();
    FragmentSet set = sets.get(id);
    if (set == null) {
      makeRoom();
      set = new FragmentSet(id, now, limits);
      sets.put(id, set);
    }
    try {
      set.add(packet);
    } catch (MalformedException e) {
      sets.remove(id);
      return new Result.Malformed(e.reason());
    }
    if (!set.isComplete()) {
      return PENDING;
    }
    sets.remove(id);
    return new Result.Complete(set.join());
  }

  /**
   * Why sets were given up since the last call, one line each: too old, or out of room. At most
   * {@code setsMax} lines are kept.
   */
  public List<String> takeAbandoned(Instant now) {
    dropAged(now);
    List<String> taken = List.copyOf(abandoned);
    abandoned.clear();
    return taken;
  }

  /** Bytes held in incomplete sets. */
  public int heldBytes() {
    return sets.values().stream().mapToInt(FragmentSet::heldBytes).sum();
  }

  private void dropAged(Instant now) {
    sets.values()
        .removeIf(
            set -> {
              boolean aged = !now.isBefore(set.since().plusMillis(limits.fragmentAgeMillis()));
              if (aged) {
                abandon(set, "still incomplete after " + limits.fragmentAgeMillis() + " ms");
              }
              return aged;
            });
  }

  private void makeRoom() {
    if (sets.size() >= limits.setsMax()) {
      FragmentSet oldest = sets.values().iterator().next();
      sets.remove(oldest.id());
      abandon(oldest, "the oldest of " + limits.setsMax() + " incomplete sets, no room for more");
    }
  }

  private void abandon(FragmentSet set, String why) {
    if (abandoned.size() >= limits.setsMax()) {
      abandoned.remove(0);
    }
    abandoned.add(set + " dropped: " + why);
  }
}
