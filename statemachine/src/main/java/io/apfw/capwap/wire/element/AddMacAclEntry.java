package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;

/**
 * Add MAC ACL Entry, RFC 5415 section 4.6.7: number of entries 8 bits, then for each a length 8
 * bits and a MAC address.
 *
 * @param addresses 1 to 255 MAC addresses of 6 or 8 bytes, to be refused
 */
public record AddMacAclEntry(List<Octets> addresses) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 7;

  static final ElementCodec<AddMacAclEntry> CODEC =
      new ElementCodec<>(TYPE, AddMacAclEntry.class) {
        @Override
        protected AddMacAclEntry readBody(WireReader body) throws MalformedException {
          return new AddMacAclEntry(MacAddresses.readAll(body));
        }

        @Override
        protected void writeBody(AddMacAclEntry element, WireWriter out) {
          MacAddresses.writeAll(element.addresses(), out);
        }
      };

  public AddMacAclEntry {
    addresses = MacAddresses.checked(addresses);
  }

  @Override
  public ElementCodec<AddMacAclEntry> codec() {
    return CODEC;
  }
}
