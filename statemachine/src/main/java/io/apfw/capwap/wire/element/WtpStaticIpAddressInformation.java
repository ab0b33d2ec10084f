package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * WTP Static IP Address Information, RFC 5415 section 4.6.48: address, netmask and gateway of 32
 * bits each, then 8 bits that say whether they count.
 *
 * @param address dotted decimals
 * @param netmask dotted decimals
 * @param gateway dotted decimals
 * @param mode 1: use them; 0: use dynamic addresses
 */
public record WtpStaticIpAddressInformation(
    String address, String netmask, String gateway, int mode) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 49;

  static final ElementCodec<WtpStaticIpAddressInformation> CODEC =
      new ElementCodec<>(TYPE, WtpStaticIpAddressInformation.class) {
        @Override
        protected WtpStaticIpAddressInformation readBody(WireReader body)
            throws MalformedException {
          String address = IpText.v4(body.octets("IP Address", 4));
          String netmask = IpText.v4(body.octets("Netmask", 4));
          String gateway = IpText.v4(body.octets("Gateway", 4));
          return new WtpStaticIpAddressInformation(address, netmask, gateway, body.u8("Static"));
        }

        @Override
        protected void writeBody(WtpStaticIpAddressInformation element, WireWriter out) {
          out.octets(IpText.v4(element.address())).octets(IpText.v4(element.netmask()));
          out.octets(IpText.v4(element.gateway())).u8(element.mode());
        }
      };

  public WtpStaticIpAddressInformation {
    address = IpText.v4(IpText.v4(address));
    netmask = IpText.v4(IpText.v4(netmask));
    gateway = IpText.v4(IpText.v4(gateway));
    Bounds.u8("Static", mode);
  }

  @Override
  public ElementCodec<WtpStaticIpAddressInformation> codec() {
    return CODEC;
  }
}
