package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;

/**
 * Delete MAC ACL Entry, RFC 5415 section 4.6.19: number of entries 8 bits, then for each a length 8
 * bits and a MAC address.
 *
 * @param addresses 1 to 255 MAC addresses of 6 or 8 bytes, to be served again
 */
public record DeleteMacAclEntry(List<Octets> addresses) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 17;

  static final ElementCodec<DeleteMacAclEntry> CODEC =
      new ElementCodec<>(TYPE, DeleteMacAclEntry.class) {
        @Override
        protected DeleteMacAclEntry readBody(WireReader body) throws MalformedException {
          return new DeleteMacAclEntry(MacAddresses.readAll(body));
        }

        @Override
        protected void writeBody(DeleteMacAclEntry element, WireWriter out) {
          MacAddresses.writeAll(element.addresses(), out);
        }
      };

  public DeleteMacAclEntry {
    addresses = MacAddresses.checked(addresses);
  }

  @Override
  public ElementCodec<DeleteMacAclEntry> codec() {
    return CODEC;
  }
}
