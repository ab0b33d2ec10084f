package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * CAPWAP Control IPv4 Address, RFC 5415 section 4.6.9: the address, then the WTP count in 16 bits.
 *
 * @param address an interface of the AC, dotted decimals
 * @param wtpCount WTPs joined through it
 */
public record CapwapControlIpv4Address(String address, int wtpCount) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 10;

  static final ElementCodec<CapwapControlIpv4Address> CODEC =
      new ElementCodec<>(TYPE, CapwapControlIpv4Address.class) {
        @Override
        protected CapwapControlIpv4Address readBody(WireReader body) throws MalformedException {
          return new CapwapControlIpv4Address(
              IpText.v4(body.octets("IP Address", 4)), body.u16("WTP Count"));
        }

        @Override
        protected void writeBody(CapwapControlIpv4Address element, WireWriter out) {
          out.octets(IpText.v4(element.address())).u16(element.wtpCount());
        }
      };

  public CapwapControlIpv4Address {
    address = IpText.v4(IpText.v4(address));
    Bounds.u16("WTP Count", wtpCount);
  }

  @Override
  public ElementCodec<CapwapControlIpv4Address> codec() {
    return CODEC;
  }
}
