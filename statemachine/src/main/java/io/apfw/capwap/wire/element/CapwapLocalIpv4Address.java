package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * CAPWAP Local IPv4 Address, RFC 5415 section 4.6.11: the sender's own address, by which the
 * receiver notices a NAT.
 *
 * @param address dotted decimals
 */
public record CapwapLocalIpv4Address(String address) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 30;

  static final ElementCodec<CapwapLocalIpv4Address> CODEC =
      new ElementCodec<>(TYPE, CapwapLocalIpv4Address.class) {
        @Override
        protected CapwapLocalIpv4Address readBody(WireReader body) throws MalformedException {
          return new CapwapLocalIpv4Address(IpText.v4(body.octets("IP Address", 4)));
        }

        @Override
        protected void writeBody(CapwapLocalIpv4Address element, WireWriter out) {
          out.octets(IpText.v4(element.address()));
        }
      };

  public CapwapLocalIpv4Address {
    address = IpText.v4(IpText.v4(address));
  }

  @Override
  public ElementCodec<CapwapLocalIpv4Address> codec() {
    return CODEC;
  }
}
