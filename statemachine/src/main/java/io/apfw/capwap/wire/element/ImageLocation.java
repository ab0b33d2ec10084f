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
 * Where a WTP fetches an image by itself, beside CAPWAP, in place of Image Data Requests from the
 * AC. Ours; the data of a {@link VendorSpecificPayload}:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Vendor Identifier = 32473                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Element ID = 2        |     "ap", 0x6170              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          "fw", 0x6677         |  SHA-256 of the file, 32 bytes
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  URL, 1 to 1024 bytes ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>One that ends behind the mark is the {@link #OFFER}: its sender knows the element. A WTP that
 * takes locations has the offer in its Join Request; an AC that has locations answers with it in
 * the Join Response; without both neither sends another. After that
 *
 * <ul>
 *   <li>the WTP's Image Data Request with Initiate Download has the offer when the Image Data
 *       Response may have a location; then no block follows. One without the offer asks for blocks.
 *   <li>a Configuration Update Request may have a location beside its Image Identifier: the WTP
 *       fetches from there and sends no Image Data Request.
 * </ul>
 *
 * <p>A WTP that cannot fetch from there sends an Image Data Request without the offer, once.
 *
 * <p>The digest tells one file from another. It is no proof of anything: an image is trusted for
 * its signature alone.
 *
 * @param sha256 {@value #SHA256_BYTES} bytes
 * @param url 1 to {@value #URL_BYTES_MAX} visible ASCII characters; which ones are fetched from is
 *     the WTP's to decide
 */
public record ImageLocation(Octets sha256, String url) {
  /** Our number for it. */
  public static final int ELEMENT_ID = 2;

  /** The length of the digest. */
  public static final int SHA256_BYTES = 32;

  /** The longest URL. */
  public static final int URL_BYTES_MAX = 1024;

  private static final long MARK = 0x6170_6677L;
  private static final int MARK_BYTES = 4;

  /** Says that its sender knows the element. */
  public static final VendorSpecificPayload OFFER =
      new VendorSpecificPayload(
          ImageWindow.VENDOR,
          ELEMENT_ID,
          Octets.wrap(new WireWriter("image location", MARK_BYTES).u32(MARK).toArray()));

  public ImageLocation {
    Bounds.length("SHA-256 of an image", sha256.length(), SHA256_BYTES, SHA256_BYTES);
    Bounds.visible("URL of an image", url, 1, URL_BYTES_MAX);
  }

  /** Whether a message's elements have the {@link #OFFER}. */
  public static boolean offered(List<MessageElement> elements) {
    return elements.contains(OFFER);
  }

  /** The first one among a message's elements. */
  public static Optional<ImageLocation> in(List<MessageElement> elements) {
    return elements.stream()
        .filter(VendorSpecificPayload.class::isInstance)
        .map(element -> of((VendorSpecificPayload) element))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What the payload means, if it is one of these; one out of bounds is none. */
  public static Optional<ImageLocation> of(VendorSpecificPayload payload) {
    if (payload.vendorId() != ImageWindow.VENDOR || payload.elementId() != ELEMENT_ID) {
      return Optional.empty();
    }
    WireReader data = new WireReader(payload.data());
    try {
      return data.u32("mark") == MARK
          ? Optional.of(new ImageLocation(data.octets("SHA-256", SHA256_BYTES), data.text("URL")))
          : Optional.empty();
    } catch (MalformedException | OutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The element that carries it. */
  public VendorSpecificPayload toElement() {
    WireWriter out = new WireWriter("image location", MARK_BYTES + SHA256_BYTES + URL_BYTES_MAX);
    out.u32(MARK).octets(sha256).text(url);
    return new VendorSpecificPayload(ImageWindow.VENDOR, ELEMENT_ID, Octets.wrap(out.toArray()));
  }
}
