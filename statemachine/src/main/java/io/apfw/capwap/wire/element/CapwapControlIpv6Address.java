package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * CAPWAP Control IPv6 Address, RFC 5415 section 4.6.10: the address, then the WTP count in 16 bits.
 *
 * @param address an interface of the AC, hexadecimal groups, in the form of RFC 5952
 * @param wtpCount WTPs joined through it
 */
public record CapwapControlIpv6Address(String address, int wtpCount) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 11;

  static final ElementCodec<CapwapControlIpv6Address> CODEC =
      new ElementCodec<>(TYPE, CapwapControlIpv6Address.class) {
        @Override
        protected CapwapControlIpv6Address readBody(WireReader body) throws MalformedException {
          return new CapwapControlIpv6Address(
              IpText.v6(body.octets("IP Address", 16)), body.u16("WTP Count"));
        }

        @Override
        protected void writeBody(CapwapControlIpv6Address element, WireWriter out) {
          out.octets(IpText.v6(element.address())).u16(element.wtpCount());
        }
      };

  public CapwapControlIpv6Address {
    address = IpText.v6(IpText.v6(address));
    Bounds.u16("WTP Count", wtpCount);
  }

  @Override
  public ElementCodec<CapwapControlIpv6Address> codec() {
    return CODEC;
  }
}
