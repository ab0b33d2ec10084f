package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Vendor Specific Payload, RFC 5415 section 4.6.39: vendor 32 bits, element id 16, then data. The
 * RFC wants at least one byte of data; a vendor element that is only a mark is let through.
 *
 * @param vendorId IANA enterprise number
 * @param elementId the vendor's own number
 * @param data at most 2048 bytes
 */
public record VendorSpecificPayload(long vendorId, int elementId, Octets data)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 37;

  static final ElementCodec<VendorSpecificPayload> CODEC =
      new ElementCodec<>(TYPE, VendorSpecificPayload.class) {
        @Override
        protected VendorSpecificPayload readBody(WireReader body) throws MalformedException {
          return new VendorSpecificPayload(
              body.u32("Vendor Identifier"), body.u16("Element ID"), body.rest("Data"));
        }

        @Override
        protected void writeBody(VendorSpecificPayload element, WireWriter out) {
          out.u32(element.vendorId()).u16(element.elementId()).octets(element.data());
        }
      };

  public VendorSpecificPayload {
    Bounds.u32("Vendor Identifier", vendorId);
    Bounds.u16("Element ID", elementId);
    Bounds.length("Vendor Specific Payload", data.length(), 0, 2048);
  }

  @Override
  public ElementCodec<VendorSpecificPayload> codec() {
    return CODEC;
  }
}
