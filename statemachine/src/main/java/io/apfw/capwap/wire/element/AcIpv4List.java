package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * AC IPv4 List, RFC 5415 section 4.6.2: 32 bits for each address.
 *
 * @param addresses 1 to 1024 dotted decimals
 */
public record AcIpv4List(List<String> addresses) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 2;

  static final ElementCodec<AcIpv4List> CODEC =
      new ElementCodec<>(TYPE, AcIpv4List.class) {
        @Override
        protected AcIpv4List readBody(WireReader body) throws MalformedException {
          List<String> addresses = new ArrayList<>();
          do {
            addresses.add(IpText.v4(body.octets("AC IP Address", 4)));
          } while (body.remaining() > 0);
          return new AcIpv4List(addresses);
        }

        @Override
        protected void writeBody(AcIpv4List element, WireWriter out) {
          element.addresses().forEach(address -> out.octets(IpText.v4(address)));
        }
      };

  public AcIpv4List {
    Bounds.range("number of AC IP Addresses", addresses.size(), 1, 1024);
    addresses.forEach(IpText::v4);
    addresses = List.copyOf(addresses);
  }

  @Override
  public ElementCodec<AcIpv4List> codec() {
    return CODEC;
  }
}
