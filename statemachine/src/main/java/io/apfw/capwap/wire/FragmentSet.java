package io.apfw.capwap.wire;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The fragments of one payload, as far as they have come. */
final class FragmentSet {
  private static final int END_UNKNOWN = -1;

  private final int id;
  private final Instant since;
  private final Reassembler.Limits limits;

  /** Fragments by their offset in bytes. */
  private final TreeMap<Integer, Octets> parts = new TreeMap<>();

  private int heldBytes;
  private int endBytes = END_UNKNOWN;

  FragmentSet(int id, Instant since, Reassembler.Limits limits) {
    this.id = id;
    this.since = since;
    this.limits = limits;
  }

  int id() {
    return id;
  }

  Instant since() {
    return since;
  }

  int heldBytes() {
    return heldBytes;
  }

  void add(CapwapPacket packet) throws MalformedException {
    CapwapHeader header = packet.header();
    Octets part = packet.payload();
    int start = header.fragmentOffset() * CapwapHeader.FRAGMENT_UNIT_BYTES;
    int end = start + part.length();
    if (part.equals(parts.get(start)) && header.lastFragment() == (end == endBytes)) {
      return;
    }
    checkShape(part, end, header.lastFragment());
    checkPlace(start, end, header.lastFragment());
    parts.put(start, part);
    heldBytes += part.length();
    if (header.lastFragment()) {
      endBytes = end;
    }
  }

  /**
   * No two parts overlap and none lies beyond the end: all bytes are there when they are enough.
   */
  boolean isComplete() {
    return heldBytes == endBytes;
  }

  Octets join() {
    byte[] whole = new byte[heldBytes];
    parts.forEach((start, part) -> part.copyTo(whole, start));
    return Octets.wrap(whole);
  }

  private void checkShape(Octets part, int end, boolean last) throws MalformedException {
    if (part.isEmpty()) {
      throw refused("a fragment is empty");
    }
    if (!last && part.length() % CapwapHeader.FRAGMENT_UNIT_BYTES != 0) {
      throw refused("a fragment of " + part.length() + " bytes is not the last: multiples of 8");
    }
    if (end > limits.reassemblyBytesMax()) {
      throw refused(
          "ends at byte " + end + ": reassemblyBytesMax is " + limits.reassemblyBytesMax());
    }
    if (parts.size() >= limits.fragmentsMax()) {
      throw refused("more fragments than fragmentsMax, " + limits.fragmentsMax());
    }
  }

  private void checkPlace(int start, int end, boolean last) throws MalformedException {
    Map.Entry<Integer, Octets> below = parts.floorEntry(start);
    Map.Entry<Integer, Octets> above = parts.higherEntry(start);
    if (below != null && below.getKey() + below.getValue().length() > start) {
      throw overlap(start, end, below);
    }
    if (above != null && above.getKey() < end) {
      throw overlap(start, end, above);
    }
    if (endBytes != END_UNKNOWN && (last || end > endBytes)) {
      throw refused("bytes " + start + " to " + end + " follow the last fragment's " + endBytes);
    }
    if (last && above != null) {
      throw refused("the last fragment ends at " + end + ", others lie beyond");
    }
  }

  private MalformedException overlap(int start, int end, Map.Entry<Integer, Octets> other) {
    return refused(
        ("bytes " + start + " to " + end)
            + (" overlap bytes " + other.getKey())
            + (" to " + (other.getKey() + other.getValue().length())));
  }

  private MalformedException refused(String why) {
    return new MalformedException(0, this + " refused: " + why);
  }

  @Override
  public String toString() {
    return "fragment set " + id + " (" + parts.size() + " fragments, " + heldBytes + " bytes)";
  }
}
