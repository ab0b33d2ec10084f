package io.apfw.capwap.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts payloads that do not fit one packet, RFC 5415 sections 3.4 and 4.3. One for each direction
 * of a session, used by one thread: it counts the fragment ids.
 */
public final class Fragmenter {
  private int packetBytesMax;
  private int nextFragmentId;

  /**
   * @param packetBytesMax the longest packet, CAPWAP header included; for a DTLS session the
   *     longest plaintext
   */
  public Fragmenter(int packetBytesMax) {
    packetBytesMax(packetBytesMax);
  }

  /** Sets the longest packet from now on: a path's MTU changes, the fragment ids go on. */
  public final void packetBytesMax(int bytes) {
    Bounds.range(
        "packetBytesMax",
        bytes,
        CapwapHeader.BYTES_MAX + CapwapHeader.FRAGMENT_UNIT_BYTES,
        CapwapPacket.BYTES_MAX);
    packetBytesMax = bytes;
  }

  /**
   * One packet if the payload fits, else fragments in order, each but the last a multiple of 8
   * bytes long. A fragment id is spent only on a payload that is cut; it wraps after 65535.
   */
  public List<CapwapPacket> split(CapwapHeader header, Octets payload) {
    int room = packetBytesMax - header.bytes();
    if (payload.length() <= room) {
      return List.of(new CapwapPacket(header, payload));
    }
    Bounds.length("payload to fragment", payload.length(), 0, CapwapPacket.BYTES_MAX);
    int id = nextFragmentId;
    nextFragmentId = (nextFragmentId + 1) & 0xffff;
    int step = room / CapwapHeader.FRAGMENT_UNIT_BYTES * CapwapHeader.FRAGMENT_UNIT_BYTES;
    List<CapwapPacket> packets = new ArrayList<>();
    for (int at = 0; at < payload.length(); at += step) {
      int bytes = Math.min(step, payload.length() - at);
      boolean last = at + bytes == payload.length();
      packets.add(
          new CapwapPacket(
              header.asFragment(id, at / CapwapHeader.FRAGMENT_UNIT_BYTES, last),
              payload.slice(at, bytes)));
    }
    return List.copyOf(packets);
  }
}
