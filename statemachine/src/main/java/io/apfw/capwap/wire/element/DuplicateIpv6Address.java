package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.IpText;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * Duplicate IPv6 Address, RFC 5415 section 4.6.23: address 128 bits, status 8, length 8, MAC
 * address.
 *
 * @param address the WTP's address, in the form of RFC 5952
 * @param status {@link #CLEARED} or {@link #DETECTED}
 * @param owner 6 or 8 bytes, the MAC address of the other device
 */
public record DuplicateIpv6Address(String address, int status, Octets owner)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 22;

  /** The other device is gone. */
  public static final int CLEARED = 0;

  /** Another device uses the address. */
  public static final int DETECTED = 1;

  static final ElementCodec<DuplicateIpv6Address> CODEC =
      new ElementCodec<>(TYPE, DuplicateIpv6Address.class) {
        @Override
        protected DuplicateIpv6Address readBody(WireReader body) throws MalformedException {
          return new DuplicateIpv6Address(
              IpText.v6(body.octets("IP Address", 16)), body.u8("Status"), MacAddresses.read(body));
        }

        @Override
        protected void writeBody(DuplicateIpv6Address element, WireWriter out) {
          out.octets(IpText.v6(element.address())).u8(element.status());
          MacAddresses.write(element.owner(), out);
        }
      };

  public DuplicateIpv6Address {
    address = IpText.v6(IpText.v6(address));
    Bounds.u8("Status", status);
    Bounds.mac("MAC Address", owner);
  }

  @Override
  public ElementCodec<DuplicateIpv6Address> codec() {
    return CODEC;
  }
}
