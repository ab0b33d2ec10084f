package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * CAPWAP Local IPv6 Address, RFC 5415 section 4.6.12: the sender's own address, by which the
 * receiver notices a NAT.
 *
 * @param address hexadecimal groups, in the form of RFC 5952
 */
public record CapwapLocalIpv6Address(String address) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 50;

  static final ElementCodec<CapwapLocalIpv6Address> CODEC =
      new ElementCodec<>(TYPE, CapwapLocalIpv6Address.class) {
        @Override
        protected CapwapLocalIpv6Address readBody(WireReader body) throws MalformedException {
          return new CapwapLocalIpv6Address(IpText.v6(body.octets("IP Address", 16)));
        }

        @Override
        protected void writeBody(CapwapLocalIpv6Address element, WireWriter out) {
          out.octets(IpText.v6(element.address()));
        }
      };

  public CapwapLocalIpv6Address {
    address = IpText.v6(IpText.v6(address));
  }

  @Override
  public ElementCodec<CapwapLocalIpv6Address> codec() {
    return CODEC;
  }
}
