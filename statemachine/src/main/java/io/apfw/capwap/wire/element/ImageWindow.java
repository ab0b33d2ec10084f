package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.OutOfBoundsException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * Several Image Data Requests outstanding, where RFC 5415 section 4.5.3 allows one. Ours; the data
 * of a {@link VendorSpecificPayload}:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Vendor Identifier = 32473                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Element ID = 1        |     "ap", 0x6170              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          "fw", 0x6677         |    Requests   |First Sequence |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>In the Join Request it says how many the WTP takes; only then may the Join Response have one,
 * which says how many the AC will have outstanding, no more than that. Without both, or with 1, the
 * RFC's rule holds. Only Image Data Requests may be outstanding together: before any other request
 * the AC waits until all are answered. A WTP answers in the order of the sequence numbers, each
 * request once it has taken it, so an answer says that all before it were taken, too; an AC that
 * misses the answer to its oldest request repeats it, and goes no further than the window beyond
 * it: 256 numbers later it would be taken for another block.
 *
 * <p>The RFC lets a session's first request have any number, so that a WTP could not tell a first
 * request from one that overtook it: First Sequence settles that.
 *
 * <p>We have no enterprise number. 32473 is the one of RFC 5612 for examples, so the data begin
 * with a mark that nobody else's example will have.
 *
 * @param requests 1 to {@value #REQUESTS_MAX}, as many as field controllers can be set to
 * @param firstSequence number of the sender's first request after the Join exchange; the WTP's
 *     means nothing and is 0
 */
public record ImageWindow(int requests, int firstSequence) {
  /** The enterprise number for examples. */
  public static final long VENDOR = 32_473;

  /** Our number for it. */
  public static final int ELEMENT_ID = 1;

  /** The most requests outstanding. */
  public static final int REQUESTS_MAX = 50;

  private static final long MARK = 0x6170_6677L;
  private static final int BYTES = 6;

  public ImageWindow {
    Bounds.range("window of Image Data Requests", requests, 1, REQUESTS_MAX);
    Bounds.u8("First Sequence", firstSequence);
  }

  /** The first one among a message's elements. */
  public static Optional<ImageWindow> in(List<MessageElement> elements) {
    return elements.stream()
        .filter(VendorSpecificPayload.class::isInstance)
        .map(element -> of((VendorSpecificPayload) element))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What the payload means, if it is one of these; one out of bounds is none. */
  public static Optional<ImageWindow> of(VendorSpecificPayload payload) {
    if (payload.vendorId() != VENDOR
        || payload.elementId() != ELEMENT_ID
        || payload.data().length() != BYTES) {
      return Optional.empty();
    }
    WireReader data = new WireReader(payload.data());
    try {
      return data.u32("mark") == MARK
          ? Optional.of(new ImageWindow(data.u8("Requests"), data.u8("First Sequence")))
          : Optional.empty();
    } catch (MalformedException | OutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The element that carries it. */
  public VendorSpecificPayload toElement() {
    WireWriter out = new WireWriter("image window", BYTES);
    out.u32(MARK).u8(requests).u8(firstSequence);
    return new VendorSpecificPayload(VENDOR, ELEMENT_ID, Octets.wrap(out.toArray()));
  }
}
