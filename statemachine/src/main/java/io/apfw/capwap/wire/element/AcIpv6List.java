package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * AC IPv6 List, RFC 5415 section 4.6.3: 128 bits for each address.
 *
 * @param addresses 1 to 1024 addresses, in the form of RFC 5952
 */
public record AcIpv6List(List<String> addresses) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 3;

  static final ElementCodec<AcIpv6List> CODEC =
      new ElementCodec<>(TYPE, AcIpv6List.class) {
        @Override
        protected AcIpv6List readBody(WireReader body) throws MalformedException {
          List<String> addresses = new ArrayList<>();
          do {
            addresses.add(IpText.v6(body.octets("AC IP Address", 16)));
          } while (body.remaining() > 0);
          return new AcIpv6List(addresses);
        }

        @Override
        protected void writeBody(AcIpv6List element, WireWriter out) {
          element.addresses().forEach(address -> out.octets(IpText.v6(address)));
        }
      };

  public AcIpv6List {
    Bounds.range("number of AC IP Addresses", addresses.size(), 1, 1024);
    addresses = addresses.stream().map(address -> IpText.v6(IpText.v6(address))).toList();
  }

  @Override
  public ElementCodec<AcIpv6List> codec() {
    return CODEC;
  }
}
