package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.CapwapHeader;
import io.apfw.capwap.wire.CapwapPacket;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.MtuDiscoveryPadding;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of an exact length for path MTU discovery, RFC 5415 section 3.5: Discovery Request
 * before a session, Primary Discovery Request within one, filled up with MTU Discovery Padding. The
 * AC answers with an ordinary response if the packet came through. Which lengths are tried, and
 * that the packet goes out in one piece, is the sender's business.
 */
public final class MtuProbe {
  /** What an IPv4 header without options and a UDP header take of the path MTU. */
  public static final int IPV4_UDP_BYTES = 20 + 8;

  /** What an IPv6 header without extensions and a UDP header take of the path MTU. */
  public static final int IPV6_UDP_BYTES = 40 + 8;

  private MtuProbe() {}

  /**
   * {@code request} filled up.
   *
   * @param packetBytes length of the CAPWAP packet with its shortest header, which is the UDP
   *     payload: the path MTU less {@link #IPV4_UDP_BYTES} or {@link #IPV6_UDP_BYTES}. At least
   *     four bytes above the request without padding
   */
  public static DiscoveryRequest padded(DiscoveryRequest request, int packetBytes) {
    return new DiscoveryRequest(fill(request, packetBytes));
  }

  /** As {@link #padded(DiscoveryRequest, int)}, for a WTP that has joined. */
  public static PrimaryDiscoveryRequest padded(PrimaryDiscoveryRequest request, int packetBytes) {
    return new PrimaryDiscoveryRequest(fill(request, packetBytes));
  }

  /** The least packetBytes that {@code request} can be filled up to. */
  public static int smallestBytes(ControlMessage request) {
    int bytes =
        CapwapHeader.BYTES_MIN + ControlMessageCodec.HEADER_BYTES + ElementCodec.FRAME_BYTES;
    for (MessageElement element : request.elements()) {
      if (!(element instanceof MtuDiscoveryPadding)) {
        bytes += ElementCodec.encode(element).length();
      }
    }
    return bytes;
  }

  private static List<MessageElement> fill(ControlMessage request, int packetBytes) {
    List<MessageElement> elements = new ArrayList<>(request.elements());
    elements.removeIf(MtuDiscoveryPadding.class::isInstance);
    int smallest = smallestBytes(request);
    Bounds.range("bytes of the MTU probe", packetBytes, smallest, CapwapPacket.BYTES_MAX);
    elements.add(new MtuDiscoveryPadding(packetBytes - smallest));
    return elements;
  }
}
